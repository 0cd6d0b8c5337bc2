/* SPDX-License-Identifier: Apache-2.0 */
#ifndef __LINUX_NSFS_H
#define __LINUX_NSFS_H
#include <linux/ioctl.h>
#include <linux/types.h>
#define NSIO 0xb7
#define NS_GET_USERNS _IO(NSIO, 0x1)
#define NS_GET_PARENT _IO(NSIO, 0x2)
#define NS_GET_NSTYPE _IO(NSIO, 0x3)
#define NS_GET_OWNER_UID _IO(NSIO, 0x4)
#define NS_GET_PID_FROM_PIDNS _IOR(NSIO, 0x6, int)
#define NS_GET_TGID_FROM_PIDNS _IOR(NSIO, 0x7, int)
#define NS_GET_PID_IN_PIDNS _IOR(NSIO, 0x8, int)
#define NS_GET_TGID_IN_PIDNS _IOR(NSIO, 0x9, int)
struct mnt_ns_info { __u32 size; __u32 nr_mounts; __u64 mnt_ns_id; };
#define MNT_NS_INFO_SIZE_VER0 16
#define NS_MNT_GET_INFO _IOR(NSIO, 10, struct mnt_ns_info)
#define NS_MNT_GET_NEXT _IOR(NSIO, 11, struct mnt_ns_info)
#define NS_MNT_GET_PREV _IOR(NSIO, 12, struct mnt_ns_info)
#define NS_GET_MNTNS_ID _IOR(NSIO, 5, __u64)
#define NS_GET_ID _IOR(NSIO, 13, __u64)
enum init_ns_ino {
	IPC_NS_INIT_INO = 0xefffffff, UTS_NS_INIT_INO = 0xeffffffe, USER_NS_INIT_INO = 0xeffffffd,
	PID_NS_INIT_INO = 0xeffffffc, CGROUP_NS_INIT_INO = 0xeffffffb,
	TIME_NS_INIT_INO = 0xeffffffa, NET_NS_INIT_INO = 0xeffffff9, MNT_NS_INIT_INO = 0xeffffff8
};
struct nsfs_file_handle { __u64 ns_id; __u32 ns_type; __u32 ns_inum; };
#define NSFS_FILE_HANDLE_SIZE_VER0 16
#define NSFS_FILE_HANDLE_SIZE_LATEST sizeof(struct nsfs_file_handle)
enum init_ns_id {
	IPC_NS_INIT_ID = 1, UTS_NS_INIT_ID, USER_NS_INIT_ID, PID_NS_INIT_ID, CGROUP_NS_INIT_ID,
	TIME_NS_INIT_ID, NET_NS_INIT_ID, MNT_NS_INIT_ID
};
enum ns_type {
	TIME_NS = 128, MNT_NS = 0x20000, CGROUP_NS = 0x2000000, UTS_NS = 0x4000000,
	IPC_NS = 0x8000000, USER_NS = 0x10000000, PID_NS = 0x20000000, NET_NS = 0x40000000
};
struct ns_id_req {
	__u32 size; __u32 spare; __u64 ns_id;
	struct { __u32 ns_type; __u32 spare2; __u64 user_ns_id; };
};
#define LISTNS_CURRENT_USER 0xffffffffffffffff
#define NS_ID_REQ_SIZE_VER0 32
#endif
