source_filename = "case.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"



define dso_local i64 @syncs(ptr noundef %p0, ptr noundef %p1) #1 {
entry:
  %word.addr.2 = alloca ptr, align 8
  %wide.addr.3 = alloca ptr, align 8
  %sum.4 = alloca i64, align 8
  store ptr %p0, ptr %word.addr.2, align 8, !tbaa !9
  store ptr %p1, ptr %wide.addr.3, align 8, !tbaa !11
  call void @llvm.lifetime.start.p0(ptr %sum.4) #0
  %v5 = load ptr, ptr %wide.addr.3, align 8, !tbaa !11
  %v6 = atomicrmw add ptr %v5, i64 2 seq_cst, align 8
  store i64 %v6, ptr %sum.4, align 8, !tbaa !13
  %v7 = load ptr, ptr %word.addr.2, align 8, !tbaa !9
  %v8 = atomicrmw add ptr %v7, i32 1 seq_cst, align 4
  %v9 = load ptr, ptr %wide.addr.3, align 8, !tbaa !11
  %v10 = atomicrmw add ptr %v9, i64 3 seq_cst, align 8
  %v11 = add i64 %v10, 3
  %v12 = load i64, ptr %sum.4, align 8, !tbaa !13
  %v13 = add i64 %v12, %v11
  store i64 %v13, ptr %sum.4, align 8, !tbaa !13
  %v14 = load ptr, ptr %wide.addr.3, align 8, !tbaa !11
  %v15 = atomicrmw or ptr %v14, i64 4 seq_cst, align 8
  %v16 = load ptr, ptr %wide.addr.3, align 8, !tbaa !11
  %v17 = atomicrmw and ptr %v16, i64 5 seq_cst, align 8
  %v18 = and i64 %v17, 5
  %v19 = add i64 %v15, %v18
  %v20 = load i64, ptr %sum.4, align 8, !tbaa !13
  %v21 = add i64 %v20, %v19
  store i64 %v21, ptr %sum.4, align 8, !tbaa !13
  %v22 = load ptr, ptr %wide.addr.3, align 8, !tbaa !11
  %v23 = atomicrmw xor ptr %v22, i64 6 seq_cst, align 8
  %v24 = load ptr, ptr %wide.addr.3, align 8, !tbaa !11
  %v25 = atomicrmw sub ptr %v24, i64 7 seq_cst, align 8
  %v26 = sub i64 %v25, 7
  %v27 = add i64 %v23, %v26
  %v28 = load i64, ptr %sum.4, align 8, !tbaa !13
  %v29 = add i64 %v28, %v27
  store i64 %v29, ptr %sum.4, align 8, !tbaa !13
  %v30 = load ptr, ptr %wide.addr.3, align 8, !tbaa !11
  %v31 = atomicrmw xchg ptr %v30, i64 8 seq_cst, align 8
  %v32 = load i64, ptr %sum.4, align 8, !tbaa !13
  %v33 = add i64 %v32, %v31
  store i64 %v33, ptr %sum.4, align 8, !tbaa !13
  %v34 = load ptr, ptr %wide.addr.3, align 8, !tbaa !11
  %v35 = cmpxchg ptr %v34, i64 9, i64 10 seq_cst seq_cst, align 8
  %v36 = extractvalue { i64, i1 } %v35, 0
  %v37 = load i64, ptr %sum.4, align 8, !tbaa !13
  %v38 = add i64 %v37, %v36
  store i64 %v38, ptr %sum.4, align 8, !tbaa !13
  %v39 = load ptr, ptr %word.addr.2, align 8, !tbaa !9
  %v40 = cmpxchg ptr %v39, i32 11, i32 12 seq_cst seq_cst, align 4
  %v41 = extractvalue { i32, i1 } %v40, 1
  br i1 %v41, label %if.then2, label %if.end3

if.then2:
  %v42 = load i64, ptr %sum.4, align 8, !tbaa !13
  %v43 = add i64 %v42, 1
  store i64 %v43, ptr %sum.4, align 8, !tbaa !13
  br label %if.end3

if.end3:
  %v44 = load i64, ptr %sum.4, align 8, !tbaa !13
  call void @llvm.lifetime.end.p0(ptr %sum.4) #0
  ret i64 %v44
}

define dso_local i64 @atomics(ptr noundef %p0, ptr noundef %p1) #1 {
entry:
  %word.addr.2 = alloca ptr, align 8
  %wide.addr.3 = alloca ptr, align 8
  %expected.4 = alloca i64, align 8
  %sum.5 = alloca i64, align 8
  %cmpxchg.bool.27 = alloca i8, align 1
  store ptr %p0, ptr %word.addr.2, align 8, !tbaa !9
  store ptr %p1, ptr %wide.addr.3, align 8, !tbaa !11
  call void @llvm.lifetime.start.p0(ptr %expected.4) #0
  store i64 1, ptr %expected.4, align 8, !tbaa !13
  call void @llvm.lifetime.start.p0(ptr %sum.5) #0
  store i64 1, ptr %sum.5, align 8, !tbaa !13
  %v6 = load ptr, ptr %wide.addr.3, align 8, !tbaa !11
  %v7 = atomicrmw add ptr %v6, i64 2 monotonic, align 8
  %v8 = load ptr, ptr %wide.addr.3, align 8, !tbaa !11
  %v9 = atomicrmw add ptr %v8, i64 3 seq_cst, align 8
  %v10 = add i64 %v9, 3
  %v11 = load i64, ptr %sum.5, align 8, !tbaa !13
  %v12 = add i64 %v11, %v10
  store i64 %v12, ptr %sum.5, align 8, !tbaa !13
  %v13 = load ptr, ptr %wide.addr.3, align 8, !tbaa !11
  %v14 = atomicrmw xchg ptr %v13, i64 4 acq_rel, align 8
  %v15 = load i64, ptr %sum.5, align 8, !tbaa !13
  %v16 = add i64 %v15, %v14
  store i64 %v16, ptr %sum.5, align 8, !tbaa !13
  %v17 = load ptr, ptr %wide.addr.3, align 8, !tbaa !11
  %v18 = load i64, ptr %sum.5, align 8, !tbaa !13
  %v19 = atomicrmw and ptr %v17, i64 %v18 seq_cst, align 8
  %v20 = load i64, ptr %sum.5, align 8, !tbaa !13
  %v21 = add i64 %v20, %v19
  store i64 %v21, ptr %sum.5, align 8, !tbaa !13
  %v22 = load ptr, ptr %wide.addr.3, align 8, !tbaa !11
  %v23 = load i64, ptr %expected.4, align 8
  %v24 = cmpxchg ptr %v22, i64 %v23, i64 5 seq_cst seq_cst, align 8
  %v25 = extractvalue { i64, i1 } %v24, 0
  %v26 = extractvalue { i64, i1 } %v24, 1
  br i1 %v26, label %cmpxchg.continue5, label %cmpxchg.store_expected4

cmpxchg.store_expected4:
  store i64 %v25, ptr %expected.4, align 8
  br label %cmpxchg.continue5

cmpxchg.continue5:
  %v28 = zext i1 %v26 to i8
  store i8 %v28, ptr %cmpxchg.bool.27, align 1, !tbaa !15
  %v29 = load i8, ptr %cmpxchg.bool.27, align 1, !tbaa !15, !range !16, !noundef !17
  %v30 = trunc i8 %v29 to i1
  br i1 %v30, label %if.then2, label %if.end3

if.then2:
  %v31 = load i64, ptr %expected.4, align 8, !tbaa !13
  %v32 = load i64, ptr %sum.5, align 8, !tbaa !13
  %v33 = add i64 %v32, %v31
  store i64 %v33, ptr %sum.5, align 8, !tbaa !13
  br label %if.end3

if.end3:
  %v34 = load i64, ptr %sum.5, align 8, !tbaa !13
  %v35 = load ptr, ptr %word.addr.2, align 8, !tbaa !9
  %v36 = atomicrmw or ptr %v35, i32 6 seq_cst, align 4
  %v37 = or i32 %v36, 6
  %v38 = sext i32 %v37 to i64
  %v39 = add i64 %v34, %v38
  call void @llvm.lifetime.end.p0(ptr %sum.5) #0
  call void @llvm.lifetime.end.p0(ptr %expected.4) #0
  ret i64 %v39
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
!8 = !{!"p1 int", !7, i64 0}
!9 = !{!8, !8, i64 0}
!10 = !{!"p1 long", !7, i64 0}
!11 = !{!10, !10, i64 0}
!12 = !{!"long", !4, i64 0}
!13 = !{!12, !12, i64 0}
!14 = !{!"_Bool", !4, i64 0}
!15 = !{!14, !14, i64 0}
!16 = !{i8 0, i8 2}
!17 = !{}
