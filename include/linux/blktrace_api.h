/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BLKTRACE_H
#define BLKTRACE_H
#include <linux/types.h>
enum blktrace_cat {
	BLK_TC_READ = 1, BLK_TC_WRITE, BLK_TC_FLUSH = 4, BLK_TC_SYNC = 8, BLK_TC_SYNCIO = 8,
	BLK_TC_QUEUE = 16, BLK_TC_REQUEUE = 32, BLK_TC_ISSUE = 64, BLK_TC_COMPLETE = 128,
	BLK_TC_FS = 256, BLK_TC_PC = 512, BLK_TC_NOTIFY = 0x400, BLK_TC_AHEAD = 0x800,
	BLK_TC_META = 0x1000, BLK_TC_DISCARD = 0x2000, BLK_TC_DRV_DATA = 0x4000,
	BLK_TC_FUA = 0x8000, BLK_TC_END_V1 = 0x8000, BLK_TC_ZONE_APPEND = 0x10000,
	BLK_TC_ZONE_RESET = 0x20000, BLK_TC_ZONE_RESET_ALL = 0x40000, BLK_TC_ZONE_FINISH = 0x80000,
	BLK_TC_ZONE_OPEN = 0x100000, BLK_TC_ZONE_CLOSE = 0x200000, BLK_TC_WRITE_ZEROES = 0x400000,
	BLK_TC_END_V2 = 0x400000
};
#define BLK_TC_SHIFT 16
#define BLK_TC_ACT(act) ((__u64)(act) << BLK_TC_SHIFT)
enum blktrace_act {
	__BLK_TA_QUEUE = 1, __BLK_TA_BACKMERGE, __BLK_TA_FRONTMERGE, __BLK_TA_GETRQ,
	__BLK_TA_SLEEPRQ, __BLK_TA_REQUEUE, __BLK_TA_ISSUE, __BLK_TA_COMPLETE, __BLK_TA_PLUG,
	__BLK_TA_UNPLUG_IO, __BLK_TA_UNPLUG_TIMER, __BLK_TA_INSERT, __BLK_TA_SPLIT,
	__BLK_TA_BOUNCE, __BLK_TA_REMAP, __BLK_TA_ABORT, __BLK_TA_DRV_DATA, __BLK_TA_ZONE_PLUG,
	__BLK_TA_ZONE_UNPLUG, __BLK_TA_CGROUP = 256
};
enum blktrace_notify {
	__BLK_TN_PROCESS, __BLK_TN_TIMESTAMP, __BLK_TN_MESSAGE, __BLK_TN_CGROUP = 256
};
#define BLK_TA_QUEUE (__BLK_TA_QUEUE | BLK_TC_ACT(BLK_TC_QUEUE))
#define BLK_TA_BACKMERGE (__BLK_TA_BACKMERGE | BLK_TC_ACT(BLK_TC_QUEUE))
#define BLK_TA_FRONTMERGE (__BLK_TA_FRONTMERGE | BLK_TC_ACT(BLK_TC_QUEUE))
#define BLK_TA_GETRQ (__BLK_TA_GETRQ | BLK_TC_ACT(BLK_TC_QUEUE))
#define BLK_TA_SLEEPRQ (__BLK_TA_SLEEPRQ | BLK_TC_ACT(BLK_TC_QUEUE))
#define BLK_TA_REQUEUE (__BLK_TA_REQUEUE | BLK_TC_ACT(BLK_TC_REQUEUE))
#define BLK_TA_ISSUE (__BLK_TA_ISSUE | BLK_TC_ACT(BLK_TC_ISSUE))
#define BLK_TA_COMPLETE (__BLK_TA_COMPLETE| BLK_TC_ACT(BLK_TC_COMPLETE))
#define BLK_TA_PLUG (__BLK_TA_PLUG | BLK_TC_ACT(BLK_TC_QUEUE))
#define BLK_TA_UNPLUG_IO (__BLK_TA_UNPLUG_IO | BLK_TC_ACT(BLK_TC_QUEUE))
#define BLK_TA_UNPLUG_TIMER (__BLK_TA_UNPLUG_TIMER | BLK_TC_ACT(BLK_TC_QUEUE))
#define BLK_TA_INSERT (__BLK_TA_INSERT | BLK_TC_ACT(BLK_TC_QUEUE))
#define BLK_TA_SPLIT (__BLK_TA_SPLIT)
#define BLK_TA_BOUNCE (__BLK_TA_BOUNCE)
#define BLK_TA_REMAP (__BLK_TA_REMAP | BLK_TC_ACT(BLK_TC_QUEUE))
#define BLK_TA_ABORT (__BLK_TA_ABORT | BLK_TC_ACT(BLK_TC_QUEUE))
#define BLK_TA_DRV_DATA (__BLK_TA_DRV_DATA | BLK_TC_ACT(BLK_TC_DRV_DATA))
#define BLK_TA_ZONE_APPEND (__BLK_TA_COMPLETE | BLK_TC_ACT(BLK_TC_ZONE_APPEND))
#define BLK_TA_ZONE_PLUG (__BLK_TA_ZONE_PLUG | BLK_TC_ACT(BLK_TC_QUEUE))
#define BLK_TA_ZONE_UNPLUG (__BLK_TA_ZONE_UNPLUG | BLK_TC_ACT(BLK_TC_QUEUE))
#define BLK_TN_PROCESS (__BLK_TN_PROCESS | BLK_TC_ACT(BLK_TC_NOTIFY))
#define BLK_TN_TIMESTAMP (__BLK_TN_TIMESTAMP | BLK_TC_ACT(BLK_TC_NOTIFY))
#define BLK_TN_MESSAGE (__BLK_TN_MESSAGE | BLK_TC_ACT(BLK_TC_NOTIFY))
#define BLK_IO_TRACE_MAGIC 0x65617400
#define BLK_IO_TRACE_VERSION 0x07
#define BLK_IO_TRACE2_VERSION 0x08
struct blk_io_trace {
	__u32 magic; __u32 sequence; __u64 time; __u64 sector; __u32 bytes; __u32 action;
	__u32 pid; __u32 device; __u32 cpu; __u16 error; __u16 pdu_len;
};
struct blk_io_trace2 {
	__u32 magic; __u32 sequence; __u64 time; __u64 sector; __u32 bytes; __u32 pid;
	__u64 action; __u32 device; __u32 cpu; __u16 error; __u16 pdu_len; __u8 pad[12];
};
struct blk_io_trace_remap { __be32 device_from; __be32 device_to; __be64 sector_from; };
enum { Blktrace_setup = 1, Blktrace_running, Blktrace_stopped };
#define BLKTRACE_BDEV_SIZE 32
#define BLKTRACE_BDEV_SIZE2 64
struct blk_user_trace_setup {
	char name[32]; __u16 act_mask; __u32 buf_size; __u32 buf_nr; __u64 start_lba;
	__u64 end_lba; __u32 pid;
};
struct blk_user_trace_setup2 {
	char name[64]; __u64 act_mask; __u32 buf_size; __u32 buf_nr; __u64 start_lba;
	__u64 end_lba; __u32 pid; __u32 flags; __u64 reserved[11];
};
#endif
