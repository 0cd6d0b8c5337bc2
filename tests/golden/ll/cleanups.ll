source_filename = "case.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"



define dso_local i32 @leaves(i32 noundef %p0) #2 {
entry:
  %retval.1 = alloca i32, align 4
  %n.addr.2 = alloca i32, align 4
  %a.3 = alloca i32, align 4
  %i.5 = alloca i32, align 4
  %cleanup.dest.slot.9 = alloca i32, align 4
  %b.10 = alloca i32, align 4
  %c.22 = alloca i32, align 4
  store i32 %p0, ptr %n.addr.2, align 4, !tbaa !6
  call void @llvm.lifetime.start.p0(ptr %a.3) #0
  %v4 = load i32, ptr %n.addr.2, align 4, !tbaa !6
  store i32 %v4, ptr %a.3, align 4, !tbaa !6
  call void @llvm.lifetime.start.p0(ptr %i.5) #0
  store i32 0, ptr %i.5, align 4, !tbaa !6
  br label %for.cond3

for.cond3:
  %v6 = load i32, ptr %i.5, align 4, !tbaa !6
  %v7 = load i32, ptr %n.addr.2, align 4, !tbaa !6
  %v8 = icmp slt i32 %v6, %v7
  br i1 %v8, label %for.body6, label %for.cond.cleanup5

for.cond.cleanup5:
  store i32 2, ptr %cleanup.dest.slot.9, align 4
  br label %cleanup7

for.body6:
  call void @llvm.lifetime.start.p0(ptr %b.10) #0
  %v11 = load i32, ptr %i.5, align 4, !tbaa !6
  store i32 %v11, ptr %b.10, align 4, !tbaa !6
  %v12 = call i32 @next(ptr noundef %b.10)
  %v13 = icmp ne i32 %v12, 0
  br i1 %v13, label %if.then8, label %if.end9

if.then8:
  store i32 4, ptr %cleanup.dest.slot.9, align 4
  br label %cleanup10

if.end9:
  %v14 = load i32, ptr %b.10, align 4, !tbaa !6
  %v15 = icmp eq i32 %v14, 3
  br i1 %v15, label %if.then11, label %if.end12

if.then11:
  store i32 2, ptr %cleanup.dest.slot.9, align 4
  br label %cleanup10

if.end12:
  %v16 = load i32, ptr %b.10, align 4, !tbaa !6
  %v17 = icmp eq i32 %v16, 4
  br i1 %v17, label %if.then13, label %if.end14

if.then13:
  %v18 = load i32, ptr %b.10, align 4, !tbaa !6
  store i32 %v18, ptr %retval.1, align 4
  store i32 1, ptr %cleanup.dest.slot.9, align 4
  br label %cleanup10

if.end14:
  %v19 = load i32, ptr %b.10, align 4, !tbaa !6
  %v20 = icmp eq i32 %v19, 5
  br i1 %v20, label %if.then15, label %if.end16

if.then15:
  store i32 5, ptr %cleanup.dest.slot.9, align 4
  br label %cleanup10

if.end16:
  %v21 = load i32, ptr %b.10, align 4, !tbaa !6
  switch i32 %v21, label %sw.default19 [
    i32 6, label %sw.bb20
  ]

sw.bb20:
  call void @llvm.lifetime.start.p0(ptr %c.22) #0
  %v23 = load i32, ptr %b.10, align 4, !tbaa !6
  store i32 %v23, ptr %c.22, align 4, !tbaa !6
  %v24 = call i32 @next(ptr noundef %c.22)
  %v25 = icmp ne i32 %v24, 0
  br i1 %v25, label %if.then21, label %if.end22

if.then21:
  %v26 = load i32, ptr %c.22, align 4, !tbaa !6
  store i32 %v26, ptr %retval.1, align 4
  store i32 1, ptr %cleanup.dest.slot.9, align 4
  br label %cleanup23

if.end22:
  store i32 6, ptr %cleanup.dest.slot.9, align 4
  br label %cleanup23

cleanup23:
  call void @release(ptr noundef %c.22)
  call void @llvm.lifetime.end.p0(ptr %c.22) #0
  %v27 = load i32, ptr %cleanup.dest.slot.9, align 4
  switch i32 %v27, label %cleanup10 [
    i32 6, label %sw.epilog18
  ]

sw.default19:
  %v28 = load i32, ptr %b.10, align 4, !tbaa !6
  call void @use(i32 noundef %v28)
  br label %sw.epilog18

sw.epilog18:
  store i32 0, ptr %cleanup.dest.slot.9, align 4
  br label %cleanup10

cleanup10:
  call void @release(ptr noundef %b.10)
  call void @llvm.lifetime.end.p0(ptr %b.10) #0
  %v29 = load i32, ptr %cleanup.dest.slot.9, align 4
  switch i32 %v29, label %cleanup7 [
    i32 0, label %cleanup.cont26
    i32 4, label %for.inc4
  ]

cleanup.cont26:
  br label %for.inc4

for.inc4:
  %v30 = load i32, ptr %i.5, align 4, !tbaa !6
  %v31 = add nsw i32 %v30, 1
  store i32 %v31, ptr %i.5, align 4, !tbaa !6
  br label %for.cond3, !llvm.loop !8

cleanup7:
  call void @llvm.lifetime.end.p0(ptr %i.5) #0
  %v32 = load i32, ptr %cleanup.dest.slot.9, align 4
  switch i32 %v32, label %cleanup27 [
    i32 2, label %for.end2
    i32 5, label %out17
  ]

for.end2:
  br label %out17

out17:
  %v33 = load i32, ptr %a.3, align 4, !tbaa !6
  store i32 %v33, ptr %retval.1, align 4
  store i32 1, ptr %cleanup.dest.slot.9, align 4
  br label %cleanup27

cleanup27:
  call void @release(ptr noundef %a.3)
  call void @llvm.lifetime.end.p0(ptr %a.3) #0
  %v34 = load i32, ptr %retval.1, align 4
  ret i32 %v34
}

define internal void @release(ptr noundef %p0) #3 {
entry:
  %p.addr.1 = alloca ptr, align 8
  store ptr %p0, ptr %p.addr.1, align 8, !tbaa !11
  %v2 = load ptr, ptr %p.addr.1, align 8, !tbaa !11
  %v3 = load i32, ptr %v2, align 4, !tbaa !6
  call void @use(i32 noundef %v3)
  ret void
}

declare dso_local i32 @next(ptr noundef) #1

declare dso_local void @use(i32 noundef) #1

attributes #0 = { nounwind }
attributes #1 = { "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #2 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #3 = { nounwind inlinehint "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }

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
!7 = !{!"llvm.loop.mustprogress"}
!8 = distinct !{!8, !7}
!9 = !{!"any pointer", !4, i64 0}
!10 = !{!"p1 int", !9, i64 0}
!11 = !{!10, !10, i64 0}
