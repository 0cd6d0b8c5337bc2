// SPDX-License-Identifier: Apache-2.0
/* Bytes read and written, by file and process. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#define FILE_TYPE 0170000
#define REGULAR 0100000

struct file_key {
	__u64 inode;
	__u32 device;
	__u32 pid;
};

struct file_counts {
	__u64 reads;
	__u64 read_bytes;
	__u64 writes;
	__u64 write_bytes;
	char name[64];
	char command[TASK_COMM_LEN];
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 10240);
	__type(key, struct file_key);
	__type(value, struct file_counts);
} files SEC(".maps");

static struct file_counts zero;

static int count(struct file *file, size_t bytes, bool is_write)
{
	struct inode *inode = BPF_CORE_READ(file, f_inode);
	__u16 mode = BPF_CORE_READ(inode, i_mode);
	struct file_counts *counts;
	struct file_key key = {};

	if ((mode & FILE_TYPE) != REGULAR)
		return 0;
	key.inode = BPF_CORE_READ(inode, i_ino);
	key.device = BPF_CORE_READ(inode, i_sb, s_dev);
	key.pid = bpf_get_current_pid_tgid() >> 32;

	counts = bpf_map_lookup_elem(&files, &key);
	if (!counts) {
		const unsigned char *name = BPF_CORE_READ(file, f_path.dentry, d_name.name);

		bpf_map_update_elem(&files, &key, &zero, BPF_NOEXIST);
		counts = bpf_map_lookup_elem(&files, &key);
		if (!counts)
			return 0;
		bpf_probe_read_kernel_str(counts->name, sizeof(counts->name), name);
		bpf_get_current_comm(counts->command, sizeof(counts->command));
	}
	if (is_write) {
		counts->writes++;
		counts->write_bytes += bytes;
	} else {
		counts->reads++;
		counts->read_bytes += bytes;
	}
	return 0;
}

SEC("kprobe/vfs_read")
int BPF_KPROBE(on_read, struct file *file, char *buffer, size_t bytes)
{
	return count(file, bytes, false);
}

SEC("kprobe/vfs_write")
int BPF_KPROBE(on_write, struct file *file, const char *buffer, size_t bytes)
{
	return count(file, bytes, true);
}

char LICENSE[] SEC("license") = "GPL";
