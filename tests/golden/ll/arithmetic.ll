source_filename = "case.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"

%struct.anon = type { [3 x i32] }


define dso_local i32 @signed_operators(i32 noundef %p0, i32 noundef %p1) #0 {
entry:
  %a.addr.2 = alloca i32, align 4
  %b.addr.3 = alloca i32, align 4
  store i32 %p0, ptr %a.addr.2, align 4, !tbaa !6
  store i32 %p1, ptr %b.addr.3, align 4, !tbaa !6
  %v4 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v5 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v6 = add nsw i32 %v4, %v5
  %v7 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v8 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v9 = mul nsw i32 %v7, %v8
  %v10 = sub nsw i32 %v6, %v9
  %v11 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v12 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v13 = and i32 %v11, %v12
  %v14 = add nsw i32 %v10, %v13
  %v15 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v16 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v17 = or i32 %v15, %v16
  %v18 = add nsw i32 %v14, %v17
  %v19 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v20 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v21 = xor i32 %v19, %v20
  %v22 = add nsw i32 %v18, %v21
  %v23 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v24 = shl i32 %v23, 3
  %v25 = add nsw i32 %v22, %v24
  %v26 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v27 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v28 = ashr i32 %v26, %v27
  %v29 = add nsw i32 %v25, %v28
  %v30 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v31 = sub nsw i32 0, %v30
  %v32 = sub nsw i32 %v29, %v31
  %v33 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v34 = xor i32 %v33, -1
  %v35 = add nsw i32 %v32, %v34
  ret i32 %v35
}

define dso_local i32 @unsigned_operators(i32 noundef %p0, i32 noundef %p1) #0 {
entry:
  %a.addr.2 = alloca i32, align 4
  %b.addr.3 = alloca i32, align 4
  store i32 %p0, ptr %a.addr.2, align 4, !tbaa !6
  store i32 %p1, ptr %b.addr.3, align 4, !tbaa !6
  %v4 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v5 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v6 = add i32 %v4, %v5
  %v7 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v8 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v9 = mul i32 %v7, %v8
  %v10 = sub i32 %v6, %v9
  %v11 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v12 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v13 = udiv i32 %v11, %v12
  %v14 = add i32 %v10, %v13
  %v15 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v16 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v17 = urem i32 %v15, %v16
  %v18 = add i32 %v14, %v17
  %v19 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v20 = load i32, ptr %b.addr.3, align 4, !tbaa !6
  %v21 = shl i32 %v19, %v20
  %v22 = add i32 %v18, %v21
  %v23 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v24 = lshr i32 %v23, 3
  %v25 = add i32 %v22, %v24
  ret i32 %v25
}

define dso_local i64 @mixed_widths(i8 noundef zeroext %p0, i16 noundef signext %p1, i32 noundef %p2, i64 noundef %p3) #0 {
entry:
  %byte.addr.2 = alloca i8, align 1
  %half.addr.3 = alloca i16, align 2
  %word.addr.4 = alloca i32, align 4
  %wide.addr.5 = alloca i64, align 8
  %sum.6 = alloca i64, align 8
  store i8 %p0, ptr %byte.addr.2, align 1, !tbaa !7
  store i16 %p1, ptr %half.addr.3, align 2, !tbaa !9
  store i32 %p2, ptr %word.addr.4, align 4, !tbaa !6
  store i64 %p3, ptr %wide.addr.5, align 8, !tbaa !11
  call void @llvm.lifetime.start.p0(ptr %sum.6) #1
  %v7 = load i8, ptr %byte.addr.2, align 1, !tbaa !7
  %v8 = zext i8 %v7 to i32
  %v9 = load i16, ptr %half.addr.3, align 2, !tbaa !9
  %v10 = sext i16 %v9 to i32
  %v11 = add nsw i32 %v8, %v10
  %v12 = load i32, ptr %word.addr.4, align 4, !tbaa !6
  %v13 = add i32 %v11, %v12
  %v14 = zext i32 %v13 to i64
  store i64 %v14, ptr %sum.6, align 8, !tbaa !13
  %v15 = load i64, ptr %wide.addr.5, align 8, !tbaa !11
  %v16 = load i16, ptr %half.addr.3, align 2, !tbaa !9
  %v17 = sext i16 %v16 to i64
  %v18 = mul nsw i64 %v15, %v17
  %v19 = load i64, ptr %sum.6, align 8, !tbaa !13
  %v20 = add i64 %v19, %v18
  store i64 %v20, ptr %sum.6, align 8, !tbaa !13
  %v21 = load i32, ptr %word.addr.4, align 4, !tbaa !6
  %v22 = trunc i32 %v21 to i8
  %v23 = sext i8 %v22 to i64
  %v24 = load i64, ptr %sum.6, align 8, !tbaa !13
  %v25 = sub i64 %v24, %v23
  store i64 %v25, ptr %sum.6, align 8, !tbaa !13
  %v26 = load i64, ptr %sum.6, align 8, !tbaa !13
  %v27 = load i8, ptr %byte.addr.2, align 1, !tbaa !7
  %v28 = zext i8 %v27 to i32
  %v29 = zext i32 %v28 to i64
  %v30 = shl i64 %v26, %v29
  call void @llvm.lifetime.end.p0(ptr %sum.6) #1
  ret i64 %v30
}

define dso_local i32 @narrow_steps(i8 noundef zeroext %p0, i16 noundef signext %p1, ptr noundef %p2, ptr noundef %p3) #0 {
entry:
  %byte.addr.2 = alloca i8, align 1
  %half.addr.3 = alloca i16, align 2
  %word.addr.4 = alloca ptr, align 8
  %text.addr.5 = alloca ptr, align 8
  store i8 %p0, ptr %byte.addr.2, align 1, !tbaa !7
  store i16 %p1, ptr %half.addr.3, align 2, !tbaa !9
  store ptr %p2, ptr %word.addr.4, align 8, !tbaa !16
  store ptr %p3, ptr %text.addr.5, align 8, !tbaa !18
  %v6 = load i8, ptr %byte.addr.2, align 1, !tbaa !7
  %v7 = add i8 %v6, 1
  store i8 %v7, ptr %byte.addr.2, align 1, !tbaa !7
  %v8 = load i16, ptr %half.addr.3, align 2, !tbaa !9
  %v9 = add i16 %v8, -1
  store i16 %v9, ptr %half.addr.3, align 2, !tbaa !9
  %v10 = load i16, ptr %half.addr.3, align 2, !tbaa !9
  %v11 = sext i16 %v10 to i32
  %v12 = add nsw i32 %v11, 3
  %v13 = trunc i32 %v12 to i16
  store i16 %v13, ptr %half.addr.3, align 2, !tbaa !9
  %v14 = load i8, ptr %byte.addr.2, align 1, !tbaa !7
  %v15 = zext i8 %v14 to i32
  %v16 = shl i32 %v15, 2
  %v17 = trunc i32 %v16 to i8
  store i8 %v17, ptr %byte.addr.2, align 1, !tbaa !7
  %v18 = load ptr, ptr %word.addr.4, align 8, !tbaa !16
  %v19 = load i32, ptr %v18, align 4, !tbaa !6
  %v20 = add nsw i32 %v19, 1
  store i32 %v20, ptr %v18, align 4, !tbaa !6
  %v21 = load ptr, ptr %text.addr.5, align 8, !tbaa !18
  %v22 = getelementptr inbounds nuw i8, ptr %v21, i32 1
  store ptr %v22, ptr %text.addr.5, align 8, !tbaa !18
  %v23 = load i16, ptr %half.addr.3, align 2, !tbaa !9
  %v24 = sext i16 %v23 to i32
  %v25 = load ptr, ptr %text.addr.5, align 8, !tbaa !18
  %v26 = sext i32 %v24 to i64
  %v27 = sub i64 0, %v26
  %v28 = getelementptr inbounds i8, ptr %v25, i64 %v27
  store ptr %v28, ptr %text.addr.5, align 8, !tbaa !18
  %v29 = load i8, ptr %byte.addr.2, align 1, !tbaa !7
  %v30 = load ptr, ptr %text.addr.5, align 8, !tbaa !18
  %v31 = getelementptr inbounds i8, ptr %v30, i32 -1
  store ptr %v31, ptr %text.addr.5, align 8, !tbaa !18
  store i8 %v29, ptr %v30, align 1, !tbaa !7
  %v32 = load i16, ptr %half.addr.3, align 2, !tbaa !9
  %v33 = sext i16 %v32 to i32
  %v34 = load ptr, ptr %text.addr.5, align 8, !tbaa !18
  %v35 = load i8, ptr %v34, align 1, !tbaa !7
  %v36 = sext i8 %v35 to i32
  %v37 = add nsw i32 %v33, %v36
  ret i32 %v37
}

define dso_local i1 @truth(i32 noundef %p0, ptr noundef %p1, i1 noundef zeroext %p2, i64 noundef %p3) #0 {
entry:
  %a.addr.2 = alloca i32, align 4
  %p.addr.3 = alloca ptr, align 8
  %flag.addr.4 = alloca i8, align 1
  %wide.addr.6 = alloca i64, align 8
  store i32 %p0, ptr %a.addr.2, align 4, !tbaa !6
  store ptr %p1, ptr %p.addr.3, align 8, !tbaa !19
  %v5 = zext i1 %p2 to i8
  store i8 %v5, ptr %flag.addr.4, align 1, !tbaa !21
  store i64 %p3, ptr %wide.addr.6, align 8, !tbaa !13
  %v7 = load i8, ptr %flag.addr.4, align 1, !tbaa !21, !range !22, !noundef !23
  %v8 = trunc i8 %v7 to i1
  %v9 = xor i1 %v8, true
  %v10 = zext i1 %v9 to i8
  store i8 %v10, ptr %flag.addr.4, align 1, !tbaa !21
  %v11 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v12 = icmp slt i32 %v11, 3
  %v13 = zext i1 %v12 to i32
  %v14 = load i8, ptr %flag.addr.4, align 1, !tbaa !21, !range !22, !noundef !23
  %v15 = trunc i8 %v14 to i1
  %v16 = zext i1 %v15 to i32
  %v17 = or i32 %v16, %v13
  %v18 = icmp ne i32 %v17, 0
  %v19 = zext i1 %v18 to i8
  store i8 %v19, ptr %flag.addr.4, align 1, !tbaa !21
  %v20 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v21 = icmp ne i32 %v20, 0
  br i1 %v21, label %land.lhs.true5, label %lor.lhs.false4

land.lhs.true5:
  %v22 = load ptr, ptr %p.addr.3, align 8, !tbaa !19
  %v23 = icmp ne ptr %v22, null
  br i1 %v23, label %lor.end2, label %lor.lhs.false4

lor.lhs.false4:
  %v24 = load i64, ptr %wide.addr.6, align 8, !tbaa !13
  %v25 = icmp ne i64 %v24, 0
  br i1 %v25, label %lor.rhs3, label %lor.end2

lor.rhs3:
  %v26 = load i8, ptr %flag.addr.4, align 1, !tbaa !21, !range !22, !noundef !23
  %v27 = trunc i8 %v26 to i1
  br i1 %v27, label %cond.true6, label %cond.false7

cond.true6:
  %v28 = load i32, ptr %a.addr.2, align 4, !tbaa !6
  %v29 = icmp eq i32 %v28, 2
  %v30 = zext i1 %v29 to i32
  br label %cond.end8

cond.false7:
  %v31 = load ptr, ptr %p.addr.3, align 8, !tbaa !19
  %v32 = icmp ne ptr %v31, null
  %v33 = zext i1 %v32 to i32
  br label %cond.end8

cond.end8:
  %v34 = phi i32 [ %v30, %cond.true6 ], [ %v33, %cond.false7 ]
  %v35 = icmp ne i32 %v34, 0
  br label %lor.end2

lor.end2:
  %v36 = phi i1 [ true, %land.lhs.true5 ], [ true, %lor.lhs.false4 ], [ %v35, %cond.end8 ]
  ret i1 %v36
}

define dso_local i64 @differences(ptr noundef %p0, ptr noundef %p1, ptr noundef %p2, i8 noundef zeroext %p3) #0 {
entry:
  %a.addr.2 = alloca ptr, align 8
  %b.addr.3 = alloca ptr, align 8
  %c.addr.4 = alloca ptr, align 8
  %index.addr.5 = alloca i8, align 1
  store ptr %p0, ptr %a.addr.2, align 8, !tbaa !16
  store ptr %p1, ptr %b.addr.3, align 8, !tbaa !16
  store ptr %p2, ptr %c.addr.4, align 8, !tbaa !19
  store i8 %p3, ptr %index.addr.5, align 1, !tbaa !7
  %v6 = load ptr, ptr %a.addr.2, align 8, !tbaa !16
  %v7 = load ptr, ptr %b.addr.3, align 8, !tbaa !16
  %v8 = ptrtoint ptr %v6 to i64
  %v9 = ptrtoint ptr %v7 to i64
  %v10 = sub i64 %v8, %v9
  %v11 = sdiv exact i64 %v10, 4
  %v12 = load ptr, ptr %c.addr.4, align 8, !tbaa !19
  %v13 = load i8, ptr %index.addr.5, align 1, !tbaa !7
  %v14 = zext i8 %v13 to i64
  %v15 = getelementptr inbounds nuw %struct.anon, ptr %v12, i64 %v14
  %v16 = load ptr, ptr %c.addr.4, align 8, !tbaa !19
  %v17 = ptrtoint ptr %v15 to i64
  %v18 = ptrtoint ptr %v16 to i64
  %v19 = sub i64 %v17, %v18
  %v20 = sdiv exact i64 %v19, 12
  %v21 = add nsw i64 %v11, %v20
  %v22 = load ptr, ptr %a.addr.2, align 8, !tbaa !16
  %v23 = load i8, ptr %index.addr.5, align 1, !tbaa !7
  %v24 = zext i8 %v23 to i32
  %v25 = sext i32 %v24 to i64
  %v26 = getelementptr inbounds i32, ptr %v22, i64 %v25
  %v27 = ptrtoint ptr %v26 to i64
  %v28 = add nsw i64 %v21, %v27
  %v29 = load ptr, ptr %a.addr.2, align 8, !tbaa !16
  %v30 = load i8, ptr %index.addr.5, align 1, !tbaa !7
  %v31 = zext i8 %v30 to i64
  %v32 = getelementptr inbounds nuw i32, ptr %v29, i64 %v31
  %v33 = load i32, ptr %v32, align 4, !tbaa !6
  %v34 = sext i32 %v33 to i64
  %v35 = add nsw i64 %v28, %v34
  %v36 = load ptr, ptr %c.addr.4, align 8, !tbaa !19
  %v37 = getelementptr inbounds %struct.anon, ptr %v36, i64 1
  %v38 = getelementptr inbounds nuw %struct.anon, ptr %v37, i32 0, i32 0
  %v39 = load i8, ptr %index.addr.5, align 1, !tbaa !7
  %v40 = zext i8 %v39 to i64
  %v41 = getelementptr inbounds nuw [3 x i32], ptr %v38, i64 0, i64 %v40
  %v42 = load i32, ptr %v41, align 4, !tbaa !6
  %v43 = sext i32 %v42 to i64
  %v44 = add nsw i64 %v35, %v43
  ret i64 %v44
}

define dso_local i64 @wide_sum(i64 noundef %p0, i64 noundef %p1) #0 {
entry:
  %a.addr.2 = alloca i64, align 8
  %b.addr.3 = alloca i64, align 8
  store i64 %p0, ptr %a.addr.2, align 8, !tbaa !13
  store i64 %p1, ptr %b.addr.3, align 8, !tbaa !11
  %v4 = load i64, ptr %a.addr.2, align 8, !tbaa !13
  %v5 = zext i64 %v4 to i128
  %v6 = load i64, ptr %b.addr.3, align 8, !tbaa !11
  %v7 = sext i64 %v6 to i128
  %v8 = add i128 %v5, %v7
  %v9 = lshr i128 %v8, 7
  %v10 = trunc i128 %v9 to i64
  ret i64 %v10
}

attributes #0 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #1 = { nounwind }

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
!7 = !{!4, !4, i64 0}
!8 = !{!"short", !4, i64 0}
!9 = !{!8, !8, i64 0}
!10 = !{!"long", !4, i64 0}
!11 = !{!10, !10, i64 0}
!12 = !{!"long long", !4, i64 0}
!13 = !{!12, !12, i64 0}
!14 = !{!"any pointer", !4, i64 0}
!15 = !{!"p1 int", !14, i64 0}
!16 = !{!15, !15, i64 0}
!17 = !{!"p1 omnipotent char", !14, i64 0}
!18 = !{!17, !17, i64 0}
!19 = !{!14, !14, i64 0}
!20 = !{!"_Bool", !4, i64 0}
!21 = !{!20, !20, i64 0}
!22 = !{i8 0, i8 2}
!23 = !{}
!24 = !{!"", !4, i64 0}
