source_filename = "case.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"



define dso_local i32 @conditions(i32 noundef %p0, i32 noundef %p1, ptr noundef %p2) #1 {
entry:
  %a.addr.2 = alloca i32, align 4
  %b.addr.3 = alloca i32, align 4
  %p.addr.4 = alloca ptr, align 8
  store i32 %p0, ptr %a.addr.2, align 4, !tbaa !6
  store i32 %p1, ptr %b.addr.3, align 4, !tbaa !6
  store ptr %p2, ptr %p.addr.4, align 8, !tbaa !9
  %v5 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v6 = icmp ne i32 %v5, 0
  br i1 %v6, label %land.lhs.true6, label %lor.lhs.false5

land.lhs.true6:
  %v7 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v8 = icmp ne i32 %v7, 0
  br i1 %v8, label %if.then2, label %lor.lhs.false5

lor.lhs.false5:
  %v9 = load ptr, ptr %p.addr.4, align 8, !tbaa !9
  %v10 = icmp ne ptr %v9, null
  br i1 %v10, label %if.else4, label %if.then2

if.then2:
  call void @use(i32 noundef 1)
  br label %if.end3

if.else4:
  %v11 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v12 = icmp eq i32 %v11, 3
  br i1 %v12, label %cond.true9, label %cond.false10

cond.true9:
  %v13 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v14 = icmp ne i32 %v13, 0
  br i1 %v14, label %if.then7, label %if.end8

cond.false10:
  br i1 false, label %if.then7, label %if.end8

if.then7:
  call void @use(i32 noundef 2)
  br label %if.end8

if.end8:
  br label %if.end3

if.end3:
  call void @use(i32 noundef 4)
  %v15 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v16 = icmp ne i32 %v15, 0
  br i1 %v16, label %cond.true11, label %cond.false12

cond.true11:
  br label %cond.end13

cond.false12:
  %v17 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  br label %cond.end13

cond.end13:
  %v18 = phi i32 [ %v15, %cond.true11 ], [ %v17, %cond.false12 ]
  call void @use(i32 noundef %v18)
  %v19 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v20 = icmp ne i32 %v19, 0
  %v21 = select i1 %v20, i32 1, i32 2
  call void @use(i32 noundef %v21)
  %v22 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v23 = icmp ne i32 %v22, 0
  br i1 %v23, label %cond.true14, label %cond.false15

cond.true14:
  %v24 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  br label %cond.end16

cond.false15:
  %v25 = load ptr, ptr %p.addr.4, align 8, !tbaa !9
  %v26 = load i32, ptr %v25, align 4, !tbaa !6
  br label %cond.end16

cond.end16:
  %v27 = phi i32 [ %v24, %cond.true14 ], [ %v26, %cond.false15 ]
  ret i32 %v27
}

declare dso_local void @use(i32 noundef) #0

define dso_local void @loops(i32 noundef %p0) #1 {
entry:
  %n.addr.1 = alloca i32, align 4
  %i.5 = alloca i32, align 4
  %cleanup.dest.slot.9 = alloca i32, align 4
  %square.10 = alloca i32, align 4
  %i.35 = alloca i32, align 4
  store i32 %p0, ptr %n.addr.1, align 4, !tbaa !6
  br label %for.cond3

for.cond3:
  %v2 = load i32, ptr %n.addr.1, align 4, !tbaa !6
  %v3 = add nsw i32 %v2, 1
  store i32 %v3, ptr %n.addr.1, align 4, !tbaa !6
  %v4 = icmp sgt i32 %v2, 3
  br i1 %v4, label %if.then4, label %if.end5

if.then4:
  br label %for.end2

if.end5:
  br label %for.cond3

for.end2:
  call void @llvm.lifetime.start.p0(ptr %i.5) #2
  store i32 0, ptr %i.5, align 4, !tbaa !6
  br label %for.cond7

for.cond7:
  %v6 = load i32, ptr %i.5, align 4, !tbaa !6
  %v7 = load i32, ptr %n.addr.1, align 4, !tbaa !6
  %v8 = icmp slt i32 %v6, %v7
  br i1 %v8, label %for.body10, label %for.cond.cleanup9

for.cond.cleanup9:
  store i32 4, ptr %cleanup.dest.slot.9, align 4
  call void @llvm.lifetime.end.p0(ptr %i.5) #2
  br label %for.end6

for.body10:
  call void @llvm.lifetime.start.p0(ptr %square.10) #2
  %v11 = load i32, ptr %i.5, align 4, !tbaa !6
  %v12 = load i32, ptr %i.5, align 4, !tbaa !6
  %v13 = mul nsw i32 %v11, %v12
  store i32 %v13, ptr %square.10, align 4, !tbaa !6
  %v14 = load i32, ptr %square.10, align 4, !tbaa !6
  %v15 = icmp eq i32 %v14, 9
  br i1 %v15, label %if.then12, label %if.end13

if.then12:
  store i32 6, ptr %cleanup.dest.slot.9, align 4
  br label %cleanup14

if.end13:
  %v16 = load i32, ptr %square.10, align 4, !tbaa !6
  call void @use(i32 noundef %v16)
  store i32 0, ptr %cleanup.dest.slot.9, align 4
  br label %cleanup14

cleanup14:
  call void @llvm.lifetime.end.p0(ptr %square.10) #2
  %v17 = load i32, ptr %cleanup.dest.slot.9, align 4
  switch i32 %v17, label %unreachable16 [
    i32 0, label %cleanup.cont15
    i32 6, label %for.inc8
  ]

cleanup.cont15:
  br label %for.inc8

for.inc8:
  %v18 = load i32, ptr %i.5, align 4, !tbaa !6
  %v19 = add nsw i32 %v18, 1
  store i32 %v19, ptr %i.5, align 4, !tbaa !6
  br label %for.cond7, !llvm.loop !11

for.end6:
  br label %while.cond17

while.cond17:
  %v20 = load i32, ptr %n.addr.1, align 4, !tbaa !6
  %v21 = icmp ne i32 %v20, 0
  br i1 %v21, label %land.rhs20, label %land.end19

land.rhs20:
  %v22 = call i32 @done()
  %v23 = icmp ne i32 %v22, 0
  br label %land.end19

land.end19:
  %v24 = phi i1 [ false, %while.cond17 ], [ %v23, %land.rhs20 ]
  br i1 %v24, label %while.body21, label %while.end18

while.body21:
  %v25 = load i32, ptr %n.addr.1, align 4, !tbaa !6
  %v26 = add nsw i32 %v25, -1
  store i32 %v26, ptr %n.addr.1, align 4, !tbaa !6
  br label %while.cond17, !llvm.loop !12

while.end18:
  br label %do.body24

do.body24:
  %v27 = load i32, ptr %n.addr.1, align 4, !tbaa !6
  call void @use(i32 noundef %v27)
  br label %do.end22

do.end22:
  br label %do.body27

do.body27:
  %v28 = load i32, ptr %n.addr.1, align 4, !tbaa !6
  %v29 = and i32 %v28, 1
  %v30 = icmp ne i32 %v29, 0
  br i1 %v30, label %if.then28, label %if.end29

if.then28:
  br label %do.cond26

if.end29:
  %v31 = load i32, ptr %n.addr.1, align 4, !tbaa !6
  call void @use(i32 noundef %v31)
  br label %do.cond26

do.cond26:
  %v32 = load i32, ptr %n.addr.1, align 4, !tbaa !6
  %v33 = add nsw i32 %v32, -1
  store i32 %v33, ptr %n.addr.1, align 4, !tbaa !6
  %v34 = icmp ne i32 %v33, 0
  br i1 %v34, label %do.body27, label %do.end25, !llvm.loop !13

do.end25:
  call void @llvm.lifetime.start.p0(ptr %i.35) #2
  store i32 0, ptr %i.35, align 4, !tbaa !6
  br label %for.cond31

for.cond31:
  %v36 = load i32, ptr %i.35, align 4, !tbaa !6
  %v37 = icmp slt i32 %v36, 3
  br i1 %v37, label %for.body34, label %for.cond.cleanup33

for.cond.cleanup33:
  store i32 13, ptr %cleanup.dest.slot.9, align 4
  call void @llvm.lifetime.end.p0(ptr %i.35) #2
  br label %for.end30

for.body34:
  %v38 = load i32, ptr %i.35, align 4, !tbaa !6
  call void @use(i32 noundef %v38)
  br label %for.inc32

for.inc32:
  %v39 = load i32, ptr %i.35, align 4, !tbaa !6
  %v40 = add nsw i32 %v39, 1
  store i32 %v40, ptr %i.35, align 4, !tbaa !6
  br label %for.cond31, !llvm.loop !15

for.end30:
  br label %while.cond36

while.cond36:
  %v41 = call i32 @done()
  %v42 = icmp ne i32 %v41, 0
  br i1 %v42, label %while.body38, label %while.end37

while.body38:
  br label %while.cond36, !llvm.loop !17

while.end37:
  ret void

unreachable16:
  unreachable
}

declare dso_local i32 @done() #0

define dso_local i32 @switches(i32 noundef %p0) #1 {
entry:
  %retval.1 = alloca i32, align 4
  %x.addr.2 = alloca i32, align 4
  %y.4 = alloca i32, align 4
  store i32 %p0, ptr %x.addr.2, align 4, !tbaa !6
  %v3 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  switch i32 %v3, label %sw.caserange8 [
    i32 1, label %sw.bb4
    i32 3, label %sw.bb5
    i32 4, label %sw.epilog2
    i32 10, label %sw.bb6
    i32 11, label %sw.bb6
    i32 12, label %sw.bb6
  ]

sw.bb4:
  store i32 3, ptr %retval.1, align 4
  br label %return1

sw.bb5:
  call void @llvm.lifetime.start.p0(ptr %y.4) #2
  %v5 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  store i32 %v5, ptr %y.4, align 4, !tbaa !6
  %v6 = load i32, ptr %y.4, align 4, !tbaa !6
  call void @use(i32 noundef %v6)
  call void @llvm.lifetime.end.p0(ptr %y.4) #2
  br label %sw.epilog2

sw.bb6:
  br label %sw.bb7

sw.bb7:
  call void @use(i32 noundef 5)
  br label %sw.default3

sw.default3:
  call void @use(i32 noundef 4)
  br label %sw.epilog2

sw.epilog2:
  call void @use(i32 noundef 6)
  %v9 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  store i32 %v9, ptr %retval.1, align 4
  br label %return1

sw.caserange8:
  %v7 = sub i32 %v3, 1000
  %v8 = icmp ule i32 %v7, 4000
  br i1 %v8, label %sw.bb7, label %sw.default3

return1:
  %v10 = load i32, ptr %retval.1, align 4
  ret i32 %v10
}

define dso_local i32 @jumps(i32 noundef %p0) #1 {
entry:
  %retval.1 = alloca i32, align 4
  %n.addr.2 = alloca i32, align 4
  %x.3 = alloca i32, align 4
  %y.7 = alloca i32, align 4
  %cleanup.dest.slot.12 = alloca i32, align 4
  store i32 %p0, ptr %n.addr.2, align 4, !tbaa !6
  call void @llvm.lifetime.start.p0(ptr %x.3) #2
  br label %again2

again2:
  %v4 = load i32, ptr %n.addr.2, align 4, !tbaa !6
  %v5 = add nsw i32 %v4, -1
  store i32 %v5, ptr %n.addr.2, align 4, !tbaa !6
  %v6 = icmp sgt i32 %v4, 5
  br i1 %v6, label %if.then3, label %if.end4

if.then3:
  br label %again2

if.end4:
  call void @llvm.lifetime.start.p0(ptr %y.7) #2
  %v8 = load i32, ptr %n.addr.2, align 4, !tbaa !6
  store i32 %v8, ptr %y.7, align 4, !tbaa !6
  %v9 = load i32, ptr %y.7, align 4, !tbaa !6
  %v10 = icmp eq i32 %v9, 2
  br i1 %v10, label %if.then5, label %if.end6

if.then5:
  store i32 3, ptr %cleanup.dest.slot.12, align 4
  br label %cleanup8

if.end6:
  %v11 = load i32, ptr %y.7, align 4, !tbaa !6
  call void @use(i32 noundef %v11)
  store i32 0, ptr %cleanup.dest.slot.12, align 4
  br label %cleanup8

cleanup8:
  call void @llvm.lifetime.end.p0(ptr %y.7) #2
  %v13 = load i32, ptr %cleanup.dest.slot.12, align 4
  switch i32 %v13, label %cleanup9 [
    i32 0, label %cleanup.cont10
    i32 3, label %out7
  ]

cleanup.cont10:
  store i32 3, ptr %x.3, align 4, !tbaa !6
  %v14 = load i32, ptr %x.3, align 4, !tbaa !6
  call void @use(i32 noundef %v14)
  br label %out7

out7:
  call void @use(i32 noundef 2)
  %v15 = load i32, ptr %n.addr.2, align 4, !tbaa !6
  store i32 %v15, ptr %retval.1, align 4
  store i32 1, ptr %cleanup.dest.slot.12, align 4
  br label %cleanup9

cleanup9:
  call void @llvm.lifetime.end.p0(ptr %x.3) #2
  %v16 = load i32, ptr %retval.1, align 4
  ret i32 %v16
}

define dso_local i32 @statements_as_values(i32 noundef %p0) #1 {
entry:
  %retval.1 = alloca i32, align 4
  %a.addr.2 = alloca i32, align 4
  %twice.3 = alloca i32, align 4
  %cleanup.dest.slot.9 = alloca i32, align 4
  %tmp.10 = alloca i32, align 4
  %tmp.16 = alloca i32, align 4
  store i32 %p0, ptr %a.addr.2, align 4, !tbaa !6
  call void @llvm.lifetime.start.p0(ptr %twice.3) #2
  %v4 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v5 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v6 = add nsw i32 %v4, %v5
  store i32 %v6, ptr %twice.3, align 4, !tbaa !6
  %v7 = load i32, ptr %twice.3, align 4, !tbaa !6
  %v8 = icmp sgt i32 %v7, 10
  br i1 %v8, label %if.then2, label %if.end3

if.then2:
  store i32 1, ptr %retval.1, align 4
  store i32 1, ptr %cleanup.dest.slot.9, align 4
  br label %cleanup4

if.end3:
  %v11 = load i32, ptr %twice.3, align 4, !tbaa !6
  %v12 = add nsw i32 %v11, 1
  store i32 %v12, ptr %tmp.10, align 4, !tbaa !6
  store i32 0, ptr %cleanup.dest.slot.9, align 4
  br label %cleanup4

cleanup4:
  call void @llvm.lifetime.end.p0(ptr %twice.3) #2
  %v13 = load i32, ptr %cleanup.dest.slot.9, align 4
  switch i32 %v13, label %unreachable6 [
    i32 0, label %cleanup.cont5
    i32 1, label %return1
  ]

cleanup.cont5:
  %v14 = load i32, ptr %tmp.10, align 4, !tbaa !6
  %v15 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  call void @use(i32 noundef %v15)
  %v17 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  store i32 %v17, ptr %tmp.16, align 4, !tbaa !6
  %v18 = load i32, ptr %tmp.16, align 4, !tbaa !6
  %v19 = add nsw i32 %v14, %v18
  store i32 %v19, ptr %retval.1, align 4
  br label %return1

return1:
  %v20 = load i32, ptr %retval.1, align 4
  ret i32 %v20

unreachable6:
  unreachable
}

attributes #0 = { "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #1 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #2 = { nounwind }

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
!10 = !{!"llvm.loop.mustprogress"}
!11 = distinct !{!11, !10}
!12 = distinct !{!12, !10}
!13 = distinct !{!13, !10}
!14 = !{!"llvm.loop.unroll.enable"}
!15 = distinct !{!15, !10, !14}
!16 = !{!"llvm.loop.unroll.disable"}
!17 = distinct !{!17, !10, !16}
