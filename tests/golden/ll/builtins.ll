source_filename = "case.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"



define dso_local i32 @bits(i64 noundef %p0, i32 noundef %p1, i16 noundef zeroext %p2) #0 {
entry:
  %x.addr.2 = alloca i64, align 8
  %y.addr.3 = alloca i32, align 4
  %z.addr.4 = alloca i16, align 2
  store i64 %p0, ptr %x.addr.2, align 8, !tbaa !8
  store i32 %p1, ptr %y.addr.3, align 4, !tbaa !6
  store i16 %p2, ptr %z.addr.4, align 2, !tbaa !10
  %v5 = load i16, ptr %z.addr.4, align 2, !tbaa !10
  %v6 = call i16 @llvm.bswap.i16(i16 %v5)
  %v7 = zext i16 %v6 to i32
  %v8 = load i32, ptr %y.addr.3, align 4, !tbaa !6
  %v9 = call i32 @llvm.bswap.i32(i32 %v8)
  %v10 = add i32 %v7, %v9
  %v11 = zext i32 %v10 to i64
  %v12 = load i64, ptr %x.addr.2, align 8, !tbaa !8
  %v13 = call i64 @llvm.bswap.i64(i64 %v12)
  %v14 = add i64 %v11, %v13
  %v15 = load i64, ptr %x.addr.2, align 8, !tbaa !8
  %v16 = call i64 @llvm.cttz.i64(i64 %v15, i1 true)
  %v17 = trunc i64 %v16 to i32
  %v18 = sext i32 %v17 to i64
  %v19 = add i64 %v14, %v18
  %v20 = load i32, ptr %y.addr.3, align 4, !tbaa !6
  %v21 = call i32 @llvm.ctlz.i32(i32 %v20, i1 true)
  %v22 = sext i32 %v21 to i64
  %v23 = add i64 %v19, %v22
  %v24 = load i32, ptr %y.addr.3, align 4, !tbaa !6
  %v25 = call i32 @llvm.ctpop.i32(i32 %v24)
  %v26 = sext i32 %v25 to i64
  %v27 = add i64 %v23, %v26
  %v28 = load i32, ptr %y.addr.3, align 4, !tbaa !6
  %v29 = call i32 @llvm.cttz.i32(i32 %v28, i1 true)
  %v30 = add i32 %v29, 1
  %v31 = icmp eq i32 %v28, 0
  %v32 = select i1 %v31, i32 0, i32 %v30
  %v33 = sext i32 %v32 to i64
  %v34 = add i64 %v27, %v33
  %v35 = load i64, ptr %x.addr.2, align 8, !tbaa !8
  %v36 = call i64 @llvm.ctpop.i64(i64 %v35)
  %v37 = and i64 %v36, 1
  %v38 = trunc i64 %v37 to i32
  %v39 = sext i32 %v38 to i64
  %v40 = add i64 %v34, %v39
  %v41 = add i64 %v40, 1144201745
  %v42 = trunc i64 %v41 to i32
  ret i32 %v42
}

define dso_local i32 @overflows(i32 noundef %p0, i32 noundef %p1, i64 noundef %p2) #0 {
entry:
  %retval.1 = alloca i32, align 4
  %a.addr.2 = alloca i32, align 4
  %b.addr.3 = alloca i32, align 4
  %x.addr.4 = alloca i64, align 8
  %sum.5 = alloca i32, align 4
  %total.6 = alloca i64, align 8
  %narrow.7 = alloca i32, align 4
  %cleanup.dest.slot.18 = alloca i32, align 4
  store i32 %p0, ptr %a.addr.2, align 4, !tbaa !6
  store i32 %p1, ptr %b.addr.3, align 4, !tbaa !6
  store i64 %p2, ptr %x.addr.4, align 8, !tbaa !8
  call void @llvm.lifetime.start.p0(ptr %sum.5) #1
  call void @llvm.lifetime.start.p0(ptr %total.6) #1
  call void @llvm.lifetime.start.p0(ptr %narrow.7) #1
  %v8 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v9 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v10 = call { i32, i1 } @llvm.sadd.with.overflow.i32(i32 %v8, i32 %v9)
  %v11 = extractvalue { i32, i1 } %v10, 1
  %v12 = extractvalue { i32, i1 } %v10, 0
  store i32 %v12, ptr %sum.5, align 4
  br i1 %v11, label %if.then2, label %lor.lhs.false4

lor.lhs.false4:
  %v13 = load i64, ptr %x.addr.4, align 8, !tbaa !8
  %v14 = load i64, ptr %x.addr.4, align 8, !tbaa !8
  %v15 = call { i64, i1 } @llvm.uadd.with.overflow.i64(i64 %v13, i64 %v14)
  %v16 = extractvalue { i64, i1 } %v15, 1
  %v17 = extractvalue { i64, i1 } %v15, 0
  store i64 %v17, ptr %total.6, align 8
  br i1 %v16, label %if.then2, label %if.end3

if.then2:
  store i32 1, ptr %retval.1, align 4
  store i32 1, ptr %cleanup.dest.slot.18, align 4
  br label %cleanup5

if.end3:
  %v19 = load i64, ptr %x.addr.4, align 8, !tbaa !8
  %v20 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v21 = zext i64 %v19 to i65
  %v22 = sext i32 %v20 to i65
  %v23 = call { i65, i1 } @llvm.ssub.with.overflow.i65(i65 %v21, i65 %v22)
  %v24 = extractvalue { i65, i1 } %v23, 1
  %v25 = extractvalue { i65, i1 } %v23, 0
  %v26 = trunc i65 %v25 to i32
  %v27 = zext i32 %v26 to i65
  %v28 = icmp ne i65 %v25, %v27
  %v29 = or i1 %v24, %v28
  store i32 %v26, ptr %narrow.7, align 4
  %v30 = zext i1 %v29 to i32
  %v31 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v32 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v33 = call { i32, i1 } @llvm.smul.with.overflow.i32(i32 %v31, i32 %v32)
  %v34 = extractvalue { i32, i1 } %v33, 1
  %v35 = extractvalue { i32, i1 } %v33, 0
  store i32 %v35, ptr %sum.5, align 4
  %v36 = zext i1 %v34 to i32
  %v37 = add nsw i32 %v30, %v36
  %v38 = load i32, ptr %sum.5, align 4, !tbaa !6
  %v39 = add nsw i32 %v37, %v38
  %v40 = sext i32 %v39 to i64
  %v41 = load i64, ptr %total.6, align 8, !tbaa !8
  %v42 = add i64 %v40, %v41
  %v43 = load i32, ptr %narrow.7, align 4, !tbaa !6
  %v44 = zext i32 %v43 to i64
  %v45 = add i64 %v42, %v44
  %v46 = trunc i64 %v45 to i32
  store i32 %v46, ptr %retval.1, align 4
  store i32 1, ptr %cleanup.dest.slot.18, align 4
  br label %cleanup5

cleanup5:
  call void @llvm.lifetime.end.p0(ptr %narrow.7) #1
  call void @llvm.lifetime.end.p0(ptr %total.6) #1
  call void @llvm.lifetime.end.p0(ptr %sum.5) #1
  %v47 = load i32, ptr %retval.1, align 4
  ret i32 %v47
}

define dso_local i32 @hints(i32 noundef %p0, ptr noundef %p1) #0 {
entry:
  %retval.1 = alloca i32, align 4
  %x.addr.2 = alloca i32, align 4
  %p.addr.3 = alloca ptr, align 8
  store i32 %p0, ptr %x.addr.2, align 4, !tbaa !6
  store ptr %p1, ptr %p.addr.3, align 8, !tbaa !13
  %v4 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  %v5 = icmp sgt i32 %v4, 3
  %v6 = zext i1 %v5 to i32
  %v7 = sext i32 %v6 to i64
  %v8 = call i64 @llvm.expect.i64(i64 %v7, i64 0)
  %v9 = icmp ne i64 %v8, 0
  br i1 %v9, label %if.then2, label %if.end3

if.then2:
  store i32 1, ptr %retval.1, align 4
  br label %return1

if.end3:
  %v10 = load ptr, ptr %p.addr.3, align 8, !tbaa !13
  %v11 = icmp ne ptr %v10, null
  %v12 = xor i1 %v11, true
  %v13 = xor i1 %v12, true
  %v14 = zext i1 %v13 to i32
  %v15 = sext i32 %v14 to i64
  %v16 = call i64 @llvm.expect.i64(i64 %v15, i64 1)
  %v17 = icmp ne i64 %v16, 0
  br i1 %v17, label %if.then4, label %if.end5

if.then4:
  %v18 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  %v19 = add nsw i32 %v18, 1
  store i32 %v19, ptr %x.addr.2, align 4, !tbaa !6
  br label %if.end5

if.end5:
  %v20 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  %v21 = icmp sgt i32 %v20, 0
  call void @llvm.assume(i1 %v21)
  %v22 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  %v23 = call i1 @llvm.is.constant.i32(i32 %v22)
  br i1 %v23, label %if.then6, label %if.end7

if.then6:
  %v25 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  %v26 = add nsw i32 %v25, 2
  store i32 %v26, ptr %x.addr.2, align 4, !tbaa !6
  br label %if.end7

if.end7:
  %v27 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  %v28 = add nsw i32 %v27, 3
  store i32 %v28, ptr %x.addr.2, align 4, !tbaa !6
  %v29 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  switch i32 %v29, label %sw.epilog8 [
    i32 5, label %sw.bb10
    i32 9, label %sw.bb11
  ]

sw.bb10:
  %v30 = load ptr, ptr %p.addr.3, align 8, !tbaa !13
  %v31 = load i32, ptr %v30, align 4, !tbaa !6
  store i32 %v31, ptr %retval.1, align 4
  br label %return1

sw.bb11:
  unreachable

sw.epilog8:
  %v32 = load ptr, ptr %p.addr.3, align 8, !tbaa !13
  %v33 = call i64 @llvm.objectsize.i64.p0(ptr %v32, i1 false, i1 true, i1 false)
  %v34 = icmp eq i64 %v33, -1
  %v35 = zext i1 %v34 to i32
  store i32 %v35, ptr %retval.1, align 4
  br label %return1

return1:
  %v36 = load i32, ptr %retval.1, align 4
  ret i32 %v36
}

define dso_local i32 @memory(ptr noundef %p0, ptr noundef %p1) #0 {
entry:
  %a.addr.2 = alloca ptr, align 8
  %b.addr.3 = alloca ptr, align 8
  store ptr %p0, ptr %a.addr.2, align 8, !tbaa !15
  store ptr %p1, ptr %b.addr.3, align 8, !tbaa !15
  %v4 = load ptr, ptr %a.addr.2, align 8, !tbaa !15
  %v5 = load ptr, ptr %b.addr.3, align 8, !tbaa !15
  %v6 = call i32 @memcmp(ptr noundef %v4, ptr noundef %v5, i64 noundef 4) #1
  %v7 = add nsw i32 %v6, 1
  %v8 = add nsw i32 %v7, 1
  %v9 = load ptr, ptr %a.addr.2, align 8, !tbaa !15
  %v10 = getelementptr inbounds i8, ptr %v9, i64 0
  %v11 = load i8, ptr %v10, align 1, !tbaa !16
  %v12 = sext i8 %v11 to i32
  %v13 = add nsw i32 %v8, %v12
  %v14 = sext i32 %v13 to i64
  %v15 = add i64 %v14, 8
  %v16 = trunc i64 %v15 to i32
  ret i32 %v16
}

declare dso_local i32 @memcmp(ptr noundef, ptr noundef, i64 noundef) #2

define dso_local i32 @folded(ptr noundef %p0) #0 {
entry:
  %p.addr.2 = alloca ptr, align 8
  store ptr %p0, ptr %p.addr.2, align 8, !tbaa !13
  ret i32 7
}

attributes #0 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #1 = { nounwind }
attributes #2 = { nounwind "frame-pointer"="all" }

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
!7 = !{!"long long", !4, i64 0}
!8 = !{!7, !7, i64 0}
!9 = !{!"short", !4, i64 0}
!10 = !{!9, !9, i64 0}
!11 = !{!"any pointer", !4, i64 0}
!12 = !{!"p1 int", !11, i64 0}
!13 = !{!12, !12, i64 0}
!14 = !{!"p1 omnipotent char", !11, i64 0}
!15 = !{!14, !14, i64 0}
!16 = !{!4, !4, i64 0}
