/* SPDX-License-Identifier: Apache-2.0 */
/* Lists what a C library lacks, an architecture a file: nothing that BPF code could call anyway. */
