source_filename = "case.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"

%struct.item = type { i32, ptr addrspace(1), [4 x i32] }

@shared = dso_local addrspace(1) global i32 0, align 4
@behind_its_name = dso_local addrspace(1) global i64 0, align 8
@llvm.compiler.used = appending global [1 x ptr] [ptr addrspacecast (ptr addrspace(1) @behind_its_name to ptr)], section "llvm.metadata"

define dso_local i32 @walk(ptr addrspace(1) noundef %p0, i32 noundef %p1) #1 {
entry:
  %head.addr.2 = alloca ptr addrspace(1), align 8
  %i.addr.3 = alloca i32, align 4
  %sum.4 = alloca i32, align 4
  store ptr addrspace(1) %p0, ptr %head.addr.2, align 8, !tbaa !9
  store i32 %p1, ptr %i.addr.3, align 4, !tbaa !6
  call void @llvm.lifetime.start.p0(ptr %sum.4) #0
  %v5 = load i32, ptr addrspace(1) @shared, align 4, !tbaa !6
  store i32 %v5, ptr %sum.4, align 4, !tbaa !6
  br label %while.cond2

while.cond2:
  %v6 = load ptr addrspace(1), ptr %head.addr.2, align 8, !tbaa !9
  %v7 = icmp ne ptr addrspace(1) %v6, null
  br i1 %v7, label %while.body4, label %while.end3

while.body4:
  %v8 = load ptr addrspace(1), ptr %head.addr.2, align 8, !tbaa !9
  %v9 = getelementptr inbounds nuw %struct.item, ptr addrspace(1) %v8, i32 0, i32 0
  %v10 = load i32, ptr addrspace(1) %v9, align 8, !tbaa !13
  %v11 = load ptr addrspace(1), ptr %head.addr.2, align 8, !tbaa !9
  %v12 = getelementptr inbounds nuw %struct.item, ptr addrspace(1) %v11, i32 0, i32 2
  %v13 = load i32, ptr %i.addr.3, align 4, !tbaa !6
  %v14 = sext i32 %v13 to i64
  %v15 = getelementptr inbounds [4 x i32], ptr addrspace(1) %v12, i64 0, i64 %v14
  %v16 = load i32, ptr addrspace(1) %v15, align 4, !tbaa !6
  %v17 = add nsw i32 %v10, %v16
  %v18 = load i32, ptr %sum.4, align 4, !tbaa !6
  %v19 = add nsw i32 %v18, %v17
  store i32 %v19, ptr %sum.4, align 4, !tbaa !6
  %v20 = load i32, ptr %sum.4, align 4, !tbaa !6
  %v21 = load ptr addrspace(1), ptr %head.addr.2, align 8, !tbaa !9
  %v22 = getelementptr inbounds nuw %struct.item, ptr addrspace(1) %v21, i32 0, i32 2
  %v23 = getelementptr inbounds [4 x i32], ptr addrspace(1) %v22, i64 0, i64 1
  store i32 %v20, ptr addrspace(1) %v23, align 4, !tbaa !6
  %v24 = load ptr addrspace(1), ptr %head.addr.2, align 8, !tbaa !9
  %v25 = getelementptr inbounds nuw %struct.item, ptr addrspace(1) %v24, i32 0, i32 1
  %v26 = load ptr addrspace(1), ptr addrspace(1) %v25, align 8, !tbaa !14
  store ptr addrspace(1) %v26, ptr %head.addr.2, align 8, !tbaa !9
  br label %while.cond2, !llvm.loop !11

while.end3:
  %v27 = load i32, ptr %sum.4, align 4, !tbaa !6
  call void @llvm.lifetime.end.p0(ptr %sum.4) #0
  ret i32 %v27
}

define dso_local ptr @to_flat(ptr addrspace(1) noundef %p0) #1 {
entry:
  %p.addr.2 = alloca ptr addrspace(1), align 8
  store ptr addrspace(1) %p0, ptr %p.addr.2, align 8, !tbaa !16
  %v3 = load ptr addrspace(1), ptr %p.addr.2, align 8, !tbaa !16
  %v4 = getelementptr inbounds i64, ptr addrspace(1) %v3, i64 1
  %v5 = addrspacecast ptr addrspace(1) %v4 to ptr
  ret ptr %v5
}

define dso_local void @to_arena(ptr addrspace(1) noundef %p0, ptr noundef %p1) #1 {
entry:
  %item.addr.1 = alloca ptr addrspace(1), align 8
  %other.addr.2 = alloca ptr, align 8
  store ptr addrspace(1) %p0, ptr %item.addr.1, align 8, !tbaa !9
  store ptr %p1, ptr %other.addr.2, align 8, !tbaa !9
  %v3 = load ptr, ptr %other.addr.2, align 8, !tbaa !9
  %v4 = addrspacecast ptr %v3 to ptr addrspace(1)
  %v5 = load ptr addrspace(1), ptr %item.addr.1, align 8, !tbaa !9
  %v6 = getelementptr inbounds nuw %struct.item, ptr addrspace(1) %v5, i32 0, i32 1
  store ptr addrspace(1) %v4, ptr addrspace(1) %v6, align 8, !tbaa !14
  ret void
}

define dso_local ptr addrspace(1) @exchange(ptr addrspace(1) noundef %p0, ptr addrspace(1) noundef %p1) #1 {
entry:
  %at.addr.2 = alloca ptr addrspace(1), align 8
  %old.addr.3 = alloca ptr addrspace(1), align 8
  %before.4 = alloca ptr addrspace(1), align 8
  store ptr addrspace(1) %p0, ptr %at.addr.2, align 8, !tbaa !19
  store ptr addrspace(1) %p1, ptr %old.addr.3, align 8, !tbaa !9
  call void @llvm.lifetime.start.p0(ptr %before.4) #0
  %v5 = load ptr addrspace(1), ptr %at.addr.2, align 8, !tbaa !19
  %v6 = load ptr addrspace(1), ptr %old.addr.3, align 8, !tbaa !9
  %v7 = cmpxchg ptr addrspace(1) %v5, ptr addrspace(1) %v6, ptr addrspace(1) null seq_cst seq_cst, align 8
  %v8 = extractvalue { ptr addrspace(1), i1 } %v7, 0
  store ptr addrspace(1) %v8, ptr %before.4, align 8, !tbaa !9
  %v9 = load ptr addrspace(1), ptr %before.4, align 8, !tbaa !9
  %v10 = icmp ne ptr addrspace(1) %v9, null
  br i1 %v10, label %cond.true2, label %cond.false3

cond.true2:
  %v11 = load ptr addrspace(1), ptr %before.4, align 8, !tbaa !9
  br label %cond.end4

cond.false3:
  %v12 = load ptr addrspace(1), ptr %at.addr.2, align 8, !tbaa !19
  %v13 = load ptr addrspace(1), ptr %old.addr.3, align 8, !tbaa !9
  %v14 = atomicrmw xchg ptr addrspace(1) %v12, ptr addrspace(1) %v13 seq_cst, align 8
  br label %cond.end4

cond.end4:
  %v15 = phi ptr addrspace(1) [ %v11, %cond.true2 ], [ %v14, %cond.false3 ]
  call void @llvm.lifetime.end.p0(ptr %before.4) #0
  ret ptr addrspace(1) %v15
}

attributes #0 = { nounwind }
attributes #1 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }

!llvm.module.flags = !{!0, !1}
!llvm.ident = !{!2}
!llvm.errno.tbaa = !{!6}
!0 = !{i32 1, !"wchar_size", i32 4}
!1 = !{i32 7, !"frame-pointer", i32 2}
!2 = !{!"bpfcc"}
!3 = !{!"Simple C/C++ TBAA"}
!4 = !{!"omnipotent char", !3, i64 0}
!5 = !{!"int", !4, i64 0}
!6 = !{!5, !5, i64 0}
!7 = !{!"any pointer", !4, i64 0}
!8 = !{!"p1 _ZTS4item", !7, i64 0}
!9 = !{!8, !8, i64 0}
!10 = !{!"llvm.loop.mustprogress"}
!11 = distinct !{!11, !10}
!12 = !{!"item", !5, i64 0, !8, i64 8, !4, i64 16}
!13 = !{!12, !5, i64 0}
!14 = !{!12, !8, i64 8}
!15 = !{!"p1 long", !7, i64 0}
!16 = !{!15, !15, i64 0}
!17 = !{!"any p2 pointer", !7, i64 0}
!18 = !{!"p2 _ZTS4item", !17, i64 0}
!19 = !{!18, !18, i64 0}
