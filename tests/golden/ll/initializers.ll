source_filename = "case.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"

%struct.small = type { i8, i32, i8, i64 }
%union.anon = type { i64 }
%struct.large = type { %struct.small, [8 x i32], [16 x i8], %union.anon, i16 }
%struct.anon = type { i32, [0 x i64] }

@global_value = dso_local global i32 3, align 4
@global_text = dso_local constant [8 x i8] c"text\00\00\00\00", align 1
@global_sparse = dso_local global <{ [53 x i32], [47 x i32] }> <{ [53 x i32] [i32 0, i32 0, i32 0, i32 1, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 7, i32 7, i32 7], [47 x i32] zeroinitializer }>, align 4
@global_record = dso_local global { { i8, [3 x i8], i32, i8, [7 x i8], i64 }, [8 x i32], [16 x i8], %union.anon, i8, i8, [6 x i8] } { { i8, [3 x i8], i32, i8, [7 x i8], i64 } zeroinitializer, [8 x i32] [i32 0, i32 0, i32 4, i32 0, i32 0, i32 0, i32 0, i32 0], [16 x i8] c"n\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00", %union.anon { i64 -1 }, i8 40, i8 0, [6 x i8] zeroinitializer }, align 8
@global_pointer = dso_local global ptr @global_record, align 8
@global_element = dso_local global ptr getelementptr (i8, ptr @global_sparse, i64 204), align 8
@global_function = dso_local global ptr @use, align 8
@global_flexible = dso_local global { i32, [4 x i8], [2 x i64] } { i32 2, [4 x i8] zeroinitializer, [2 x i64] [i64 10, i64 20] }, align 8
@__const.constant_locals.text = private unnamed_addr constant [7 x i8] c"abc %d\00", align 1
@__const.constant_locals.record = private unnamed_addr constant { i8, [3 x i8], i32, i8, [7 x i8], i64 } { i8 1, [3 x i8] zeroinitializer, i32 2, i8 3, [7 x i8] zeroinitializer, i64 4 }, align 8
@.str = private unnamed_addr constant [2 x i8] c"a\00", align 1
@.str.1 = private unnamed_addr constant [2 x i8] c"b\00", align 1
@__const.constant_locals.strings = private unnamed_addr constant [2 x ptr] [ptr @.str, ptr @.str.1], align 8
@__const.constant_locals.copy = private unnamed_addr constant { i8, [3 x i8], i32, i8, [7 x i8], i64 } { i8 5, [3 x i8] zeroinitializer, i32 0, i8 0, [7 x i8] zeroinitializer, i64 0 }, align 8
@.str.2 = private unnamed_addr constant [16 x i8] c"abc\00\00\00\00\00\00\00\00\00\00\00\00\00", align 1
@global_zero = dso_local global i32 0, align 4
@constant = internal constant { i8, [3 x i8], i32, i8, [7 x i8], i64 } { i8 1, [3 x i8] zeroinitializer, i32 2, i8 3, [7 x i8] zeroinitializer, i64 4 }, align 8

declare dso_local void @use(ptr noundef) #0

define dso_local void @constant_locals() #2 {
entry:
  %text.1 = alloca [7 x i8], align 1
  %padded.2 = alloca [40 x i8], align 1
  %record.5 = alloca %struct.small, align 8
  %mostly_zero.6 = alloca %struct.large, align 8
  %zero.9 = alloca [10 x i32], align 4
  %ones.10 = alloca [48 x i8], align 1
  %strings.11 = alloca [2 x ptr], align 8
  %copy.12 = alloca %struct.small, align 8
  call void @llvm.lifetime.start.p0(ptr %text.1) #1
  call void @llvm.memcpy.p0.p0.i64(ptr align 1 %text.1, ptr align 1 @__const.constant_locals.text, i64 7, i1 false)
  call void @llvm.lifetime.start.p0(ptr %padded.2) #1
  call void @llvm.memset.p0.i64(ptr align 1 %padded.2, i8 0, i64 40, i1 false)
  store i8 120, ptr %padded.2, align 1
  %v3 = getelementptr inbounds i8, ptr %padded.2, i64 1
  store i8 121, ptr %v3, align 1
  %v4 = getelementptr inbounds i8, ptr %padded.2, i64 2
  store i8 122, ptr %v4, align 1
  call void @llvm.lifetime.start.p0(ptr %record.5) #1
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %record.5, ptr align 8 @__const.constant_locals.record, i64 24, i1 false)
  call void @llvm.lifetime.start.p0(ptr %mostly_zero.6) #1
  call void @llvm.memset.p0.i64(ptr align 8 %mostly_zero.6, i8 0, i64 88, i1 false)
  %v7 = getelementptr inbounds i8, ptr %mostly_zero.6, i64 56
  store i8 113, ptr %v7, align 8
  %v8 = getelementptr inbounds i8, ptr %mostly_zero.6, i64 80
  store i8 41, ptr %v8, align 8
  call void @llvm.lifetime.start.p0(ptr %zero.9) #1
  call void @llvm.memset.p0.i64(ptr align 4 %zero.9, i8 0, i64 40, i1 false)
  call void @llvm.lifetime.start.p0(ptr %ones.10) #1
  call void @llvm.memset.p0.i64(ptr align 1 %ones.10, i8 255, i64 48, i1 false)
  call void @llvm.lifetime.start.p0(ptr %strings.11) #1
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %strings.11, ptr align 8 @__const.constant_locals.strings, i64 16, i1 false)
  call void @llvm.lifetime.start.p0(ptr %copy.12) #1
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %copy.12, ptr align 8 @__const.constant_locals.copy, i64 24, i1 false)
  %v13 = getelementptr inbounds [7 x i8], ptr %text.1, i64 0, i64 0
  call void @use(ptr noundef %v13)
  %v14 = getelementptr inbounds [40 x i8], ptr %padded.2, i64 0, i64 0
  call void @use(ptr noundef %v14)
  call void @use(ptr noundef %record.5)
  call void @use(ptr noundef %mostly_zero.6)
  %v15 = getelementptr inbounds [10 x i32], ptr %zero.9, i64 0, i64 0
  call void @use(ptr noundef %v15)
  %v16 = getelementptr inbounds [48 x i8], ptr %ones.10, i64 0, i64 0
  call void @use(ptr noundef %v16)
  %v17 = getelementptr inbounds [2 x ptr], ptr %strings.11, i64 0, i64 0
  call void @use(ptr noundef %v17)
  call void @use(ptr noundef %copy.12)
  call void @llvm.lifetime.end.p0(ptr %copy.12) #1
  call void @llvm.lifetime.end.p0(ptr %strings.11) #1
  call void @llvm.lifetime.end.p0(ptr %ones.10) #1
  call void @llvm.lifetime.end.p0(ptr %zero.9) #1
  call void @llvm.lifetime.end.p0(ptr %mostly_zero.6) #1
  call void @llvm.lifetime.end.p0(ptr %record.5) #1
  call void @llvm.lifetime.end.p0(ptr %padded.2) #1
  call void @llvm.lifetime.end.p0(ptr %text.1) #1
  ret void
}

define dso_local void @variable_locals(i32 noundef %p0, ptr noundef %p1) #2 {
entry:
  %x.addr.1 = alloca i32, align 4
  %p.addr.2 = alloca ptr, align 8
  %holes.3 = alloca %struct.small, align 8
  %dense.8 = alloca %struct.small, align 8
  %nested.22 = alloca %struct.large, align 8
  %short_array.45 = alloca [4 x i32], align 4
  %sparse.52 = alloca [20 x i32], align 4
  %copied.56 = alloca %struct.small, align 8
  %chosen.58 = alloca %struct.small, align 8
  %compoundliteral.63 = alloca %struct.small, align 8
  %compoundliteral.66 = alloca %struct.small, align 8
  store i32 %p0, ptr %x.addr.1, align 4, !tbaa !6
  store ptr %p1, ptr %p.addr.2, align 8, !tbaa !13
  call void @llvm.lifetime.start.p0(ptr %holes.3) #1
  call void @llvm.memset.p0.i64(ptr align 8 %holes.3, i8 0, i64 24, i1 false)
  %v4 = getelementptr inbounds nuw %struct.small, ptr %holes.3, i32 0, i32 0
  %v5 = load i32, ptr %x.addr.1, align 4, !tbaa !6
  %v6 = trunc i32 %v5 to i8
  store i8 %v6, ptr %v4, align 8, !tbaa !14
  %v7 = getelementptr inbounds nuw %struct.small, ptr %holes.3, i32 0, i32 1
  store i32 2, ptr %v7, align 4, !tbaa !15
  call void @llvm.lifetime.start.p0(ptr %dense.8) #1
  %v9 = getelementptr inbounds nuw %struct.small, ptr %dense.8, i32 0, i32 0
  %v10 = load i32, ptr %x.addr.1, align 4, !tbaa !6
  %v11 = trunc i32 %v10 to i8
  store i8 %v11, ptr %v9, align 8, !tbaa !14
  %v12 = getelementptr i8, ptr %dense.8, i64 1
  call void @llvm.memset.p0.i64(ptr align 1 %v12, i8 0, i64 3, i1 false)
  %v13 = getelementptr inbounds nuw %struct.small, ptr %dense.8, i32 0, i32 1
  %v14 = load i32, ptr %x.addr.1, align 4, !tbaa !6
  store i32 %v14, ptr %v13, align 4, !tbaa !15
  %v15 = getelementptr inbounds nuw %struct.small, ptr %dense.8, i32 0, i32 2
  %v16 = load i32, ptr %x.addr.1, align 4, !tbaa !6
  %v17 = trunc i32 %v16 to i8
  store i8 %v17, ptr %v15, align 8, !tbaa !16
  %v18 = getelementptr i8, ptr %dense.8, i64 9
  call void @llvm.memset.p0.i64(ptr align 1 %v18, i8 0, i64 7, i1 false)
  %v19 = getelementptr inbounds nuw %struct.small, ptr %dense.8, i32 0, i32 3
  %v20 = load i32, ptr %x.addr.1, align 4, !tbaa !6
  %v21 = sext i32 %v20 to i64
  store i64 %v21, ptr %v19, align 8, !tbaa !17
  call void @llvm.lifetime.start.p0(ptr %nested.22) #1
  %v23 = getelementptr inbounds nuw %struct.large, ptr %nested.22, i32 0, i32 0
  %v24 = load ptr, ptr %p.addr.2, align 8, !tbaa !13
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %v23, ptr align 8 %v24, i64 24, i1 false), !tbaa.struct !20
  %v25 = getelementptr inbounds nuw %struct.large, ptr %nested.22, i32 0, i32 1
  call void @llvm.memset.p0.i64(ptr align 8 %v25, i8 0, i64 32, i1 false)
  store i32 1, ptr %v25, align 4, !tbaa !6
  %v26 = getelementptr inbounds i32, ptr %v25, i64 1
  %v27 = load i32, ptr %x.addr.1, align 4, !tbaa !6
  store i32 %v27, ptr %v26, align 4, !tbaa !6
  %v28 = getelementptr inbounds nuw %struct.large, ptr %nested.22, i32 0, i32 2
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %v28, ptr align 1 @.str.2, i64 16, i1 false), !tbaa.struct !21
  %v29 = getelementptr inbounds nuw %struct.large, ptr %nested.22, i32 0, i32 3
  store i32 3, ptr %v29, align 8, !tbaa !18
  %v30 = getelementptr i8, ptr %v29, i64 4
  call void @llvm.memset.p0.i64(ptr align 4 %v30, i8 0, i64 4, i1 false)
  %v31 = getelementptr i8, ptr %nested.22, i64 80
  store i16 0, ptr %v31, align 8
  %v32 = getelementptr inbounds nuw %struct.large, ptr %nested.22, i32 0, i32 4
  %v33 = load i16, ptr %v32, align 8
  %v34 = and i16 %v33, -8
  %v35 = or i16 %v34, 0
  store i16 %v35, ptr %v32, align 8
  %v36 = getelementptr inbounds nuw %struct.large, ptr %nested.22, i32 0, i32 4
  %v37 = load i32, ptr %x.addr.1, align 4, !tbaa !6
  %v38 = trunc i32 %v37 to i16
  %v39 = load i16, ptr %v36, align 8
  %v40 = and i16 %v38, 127
  %v41 = shl i16 %v40, 3
  %v42 = and i16 %v39, -1017
  %v43 = or i16 %v42, %v41
  store i16 %v43, ptr %v36, align 8
  %v44 = getelementptr i8, ptr %nested.22, i64 82
  call void @llvm.memset.p0.i64(ptr align 2 %v44, i8 0, i64 6, i1 false)
  call void @llvm.lifetime.start.p0(ptr %short_array.45) #1
  %v46 = load i32, ptr %x.addr.1, align 4, !tbaa !6
  store i32 %v46, ptr %short_array.45, align 4, !tbaa !6
  %v47 = getelementptr inbounds i32, ptr %short_array.45, i64 1
  %v48 = getelementptr inbounds i32, ptr %short_array.45, i64 4
  br label %arrayinit.body2

arrayinit.body2:
  %v49 = phi ptr [ %v47, %entry ], [ %v50, %arrayinit.body2 ]
  store i32 0, ptr %v49, align 4, !tbaa !6
  %v50 = getelementptr inbounds i32, ptr %v49, i64 1
  %v51 = icmp eq ptr %v50, %v48
  br i1 %v51, label %arrayinit.end3, label %arrayinit.body2

arrayinit.end3:
  call void @llvm.lifetime.start.p0(ptr %sparse.52) #1
  call void @llvm.memset.p0.i64(ptr align 4 %sparse.52, i8 0, i64 80, i1 false)
  %v53 = getelementptr inbounds i32, ptr %sparse.52, i64 3
  %v54 = load i32, ptr %x.addr.1, align 4, !tbaa !6
  store i32 %v54, ptr %v53, align 4, !tbaa !6
  %v55 = getelementptr inbounds i32, ptr %sparse.52, i64 4
  store i32 4, ptr %v55, align 4, !tbaa !6
  call void @llvm.lifetime.start.p0(ptr %copied.56) #1
  %v57 = load ptr, ptr %p.addr.2, align 8, !tbaa !13
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %copied.56, ptr align 8 %v57, i64 24, i1 false), !tbaa.struct !20
  call void @llvm.lifetime.start.p0(ptr %chosen.58) #1
  %v59 = load i32, ptr %x.addr.1, align 4, !tbaa !6
  %v60 = icmp ne i32 %v59, 0
  br i1 %v60, label %cond.true4, label %cond.false5

cond.true4:
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %chosen.58, ptr align 8 %copied.56, i64 24, i1 false), !tbaa.struct !20
  br label %cond.end6

cond.false5:
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %chosen.58, ptr align 8 %holes.3, i64 24, i1 false), !tbaa.struct !20
  br label %cond.end6

cond.end6:
  call void @use(ptr noundef %holes.3)
  call void @use(ptr noundef %dense.8)
  call void @use(ptr noundef %nested.22)
  %v61 = getelementptr inbounds [4 x i32], ptr %short_array.45, i64 0, i64 0
  call void @use(ptr noundef %v61)
  %v62 = getelementptr inbounds [20 x i32], ptr %sparse.52, i64 0, i64 0
  call void @use(ptr noundef %v62)
  call void @use(ptr noundef %chosen.58)
  call void @llvm.memset.p0.i64(ptr align 8 %compoundliteral.63, i8 0, i64 24, i1 false)
  %v64 = getelementptr inbounds nuw %struct.small, ptr %compoundliteral.63, i32 0, i32 1
  %v65 = load i32, ptr %x.addr.1, align 4, !tbaa !6
  store i32 %v65, ptr %v64, align 4, !tbaa !15
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %copied.56, ptr align 8 %compoundliteral.63, i64 24, i1 false), !tbaa.struct !20
  call void @use(ptr noundef %copied.56)
  call void @llvm.memset.p0.i64(ptr align 8 %compoundliteral.66, i8 0, i64 24, i1 false)
  %v67 = getelementptr inbounds nuw %struct.small, ptr %compoundliteral.66, i32 0, i32 1
  store i32 3, ptr %v67, align 4, !tbaa !15
  call void @use(ptr noundef %compoundliteral.66)
  %v68 = load ptr, ptr %p.addr.2, align 8, !tbaa !13
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %v68, ptr align 8 @constant, i64 24, i1 false), !tbaa.struct !20
  call void @llvm.lifetime.end.p0(ptr %chosen.58) #1
  call void @llvm.lifetime.end.p0(ptr %copied.56) #1
  call void @llvm.lifetime.end.p0(ptr %sparse.52) #1
  call void @llvm.lifetime.end.p0(ptr %short_array.45) #1
  call void @llvm.lifetime.end.p0(ptr %nested.22) #1
  call void @llvm.lifetime.end.p0(ptr %dense.8) #1
  call void @llvm.lifetime.end.p0(ptr %holes.3) #1
  ret void
}

attributes #0 = { "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #1 = { nounwind }
attributes #2 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }

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
!7 = !{!"long", !4, i64 0}
!8 = !{!"small", !4, i64 0, !5, i64 4, !4, i64 8, !7, i64 16}
!9 = !{!"large", !8, i64 0, !4, i64 24, !4, i64 56, !4, i64 72, !5, i64 80, !5, i64 80}
!10 = !{!"any pointer", !4, i64 0}
!11 = !{!"p1 omnipotent char", !10, i64 0}
!12 = !{!"p1 _ZTS5small", !10, i64 0}
!13 = !{!12, !12, i64 0}
!14 = !{!8, !4, i64 0}
!15 = !{!8, !5, i64 4}
!16 = !{!8, !4, i64 8}
!17 = !{!8, !7, i64 16}
!18 = !{!4, !4, i64 0}
!19 = !{!7, !7, i64 0}
!20 = !{i64 0, i64 1, !18, i64 4, i64 4, !6, i64 8, i64 1, !18, i64 16, i64 8, !19}
!21 = !{i64 0, i64 16, !18}
