source_filename = "case.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"

%struct.point = type { i32, i32 }
%struct.holder = type { i16, %struct.point, [6 x i8], ptr, i32 }
%struct.anon = type { i16, i16 }
%struct.wire = type <{ i8, i32, %struct.point }>
%struct.partly = type { i32, i32 }
%struct.large = type { [4 x i64] }

@flag = dso_local global i32 0, align 4
@last = dso_local global %struct.wire zeroinitializer, align 1
@watched_holder = internal global %struct.holder zeroinitializer, align 8
@first_partly = internal global %struct.partly zeroinitializer, align 4
@second_partly = internal global %struct.partly zeroinitializer, align 4

define dso_local i32 @paths(ptr noundef %p0, ptr noundef %p1, ptr noundef %p2, ptr noundef %p3, ptr noundef %p4) #0 {
entry:
  %h.addr.2 = alloca ptr, align 8
  %e.addr.3 = alloca ptr, align 8
  %any.addr.4 = alloca ptr, align 8
  %pp.addr.5 = alloca ptr, align 8
  %vp.addr.6 = alloca ptr, align 8
  store ptr %p0, ptr %h.addr.2, align 8, !tbaa !9
  store ptr %p1, ptr %e.addr.3, align 8, !tbaa !11
  store ptr %p2, ptr %any.addr.4, align 8, !tbaa !13
  store ptr %p3, ptr %pp.addr.5, align 8, !tbaa !16
  store ptr %p4, ptr %vp.addr.6, align 8, !tbaa !17
  %v7 = load ptr, ptr %h.addr.2, align 8, !tbaa !9
  %v8 = getelementptr inbounds nuw %struct.holder, ptr %v7, i32 0, i32 1
  %v9 = getelementptr inbounds nuw %struct.point, ptr %v8, i32 0, i32 1
  store i32 1, ptr %v9, align 4, !tbaa !21
  %v10 = load ptr, ptr %h.addr.2, align 8, !tbaa !9
  %v11 = getelementptr inbounds nuw %struct.holder, ptr %v10, i32 0, i32 3
  %v12 = load ptr, ptr %v11, align 8, !tbaa !22
  %v13 = getelementptr inbounds nuw %struct.holder, ptr %v12, i32 0, i32 4
  store i32 1, ptr %v13, align 8, !tbaa !23
  %v14 = load ptr, ptr %e.addr.3, align 8, !tbaa !11
  store i32 2, ptr %v14, align 4, !tbaa !24
  %v15 = load ptr, ptr %e.addr.3, align 8, !tbaa !11
  %v16 = getelementptr inbounds [4 x i8], ptr %v15, i64 0, i64 2
  store i8 3, ptr %v16, align 2, !tbaa !24
  %v17 = load ptr, ptr %e.addr.3, align 8, !tbaa !11
  %v18 = getelementptr inbounds nuw %struct.anon, ptr %v17, i32 0, i32 1
  store i16 4, ptr %v18, align 2, !tbaa !24
  %v19 = load ptr, ptr %any.addr.4, align 8, !tbaa !13
  store i32 5, ptr %v19, align 4, !tbaa !24
  %v20 = load ptr, ptr %pp.addr.5, align 8, !tbaa !16
  %v21 = load ptr, ptr %v20, align 8, !tbaa !13
  store i32 6, ptr %v21, align 4, !tbaa !6
  %v22 = load ptr, ptr %vp.addr.6, align 8, !tbaa !17
  store ptr null, ptr %v22, align 8, !tbaa !25
  %v23 = load ptr, ptr %h.addr.2, align 8, !tbaa !9
  %v24 = getelementptr inbounds nuw %struct.holder, ptr %v23, i32 0, i32 2
  %v25 = getelementptr inbounds [6 x i8], ptr %v24, i64 0, i64 0
  %v26 = getelementptr inbounds i8, ptr %v25, i64 2
  %v27 = load i32, ptr %v26, align 2, !tbaa !6
  %v28 = load ptr, ptr %h.addr.2, align 8, !tbaa !9
  %v29 = getelementptr inbounds nuw %struct.holder, ptr %v28, i32 0, i32 1
  %v30 = getelementptr inbounds nuw %struct.point, ptr %v29, i32 0, i32 0
  %v31 = getelementptr inbounds i32, ptr %v30, i64 1
  %v32 = load i32, ptr %v31, align 4, !tbaa !26
  %v33 = add i32 %v27, %v32
  %v34 = load ptr, ptr %h.addr.2, align 8, !tbaa !9
  %v35 = getelementptr inbounds %struct.holder, ptr %v34, i64 1
  %v36 = getelementptr inbounds nuw %struct.holder, ptr %v35, i32 0, i32 2
  %v37 = load ptr, ptr %h.addr.2, align 8, !tbaa !9
  %v38 = getelementptr inbounds nuw %struct.holder, ptr %v37, i32 0, i32 0
  %v39 = load i16, ptr %v38, align 8, !tbaa !27
  %v40 = sext i16 %v39 to i64
  %v41 = getelementptr inbounds [6 x i8], ptr %v36, i64 0, i64 %v40
  %v42 = load i8, ptr %v41, align 1, !tbaa !24
  %v43 = zext i8 %v42 to i32
  %v44 = add i32 %v33, %v43
  ret i32 %v44
}

define dso_local i32 @unaligned(ptr noundef %p0, ptr noundef %p1, i32 noundef %p2) #0 {
entry:
  %w.addr.2 = alloca ptr, align 8
  %data.addr.3 = alloca ptr, align 8
  %n.addr.4 = alloca i32, align 4
  store ptr %p0, ptr %w.addr.2, align 8, !tbaa !29
  store ptr %p1, ptr %data.addr.3, align 8, !tbaa !31
  store i32 %p2, ptr %n.addr.4, align 4, !tbaa !6
  %v5 = load ptr, ptr %w.addr.2, align 8, !tbaa !29
  %v6 = getelementptr inbounds nuw %struct.wire, ptr %v5, i32 0, i32 1
  %v7 = load i32, ptr %v6, align 1, !tbaa !33
  %v8 = load ptr, ptr %w.addr.2, align 8, !tbaa !29
  %v9 = getelementptr inbounds nuw %struct.wire, ptr %v8, i32 0, i32 2
  %v10 = getelementptr inbounds nuw %struct.point, ptr %v9, i32 0, i32 1
  %v11 = load i32, ptr %v10, align 1, !tbaa !34
  %v12 = add i32 %v7, %v11
  %v13 = load ptr, ptr %data.addr.3, align 8, !tbaa !31
  %v14 = load i32, ptr %n.addr.4, align 4, !tbaa !6
  %v15 = sext i32 %v14 to i64
  %v16 = getelementptr inbounds i8, ptr %v13, i64 %v15
  %v17 = load i32, ptr %v16, align 4, !tbaa !6
  %v18 = add i32 %v12, %v17
  %v19 = load ptr, ptr %data.addr.3, align 8, !tbaa !31
  %v20 = getelementptr inbounds i8, ptr %v19, i64 2
  %v21 = load i16, ptr %v20, align 2, !tbaa !35
  %v22 = zext i16 %v21 to i32
  %v23 = add i32 %v18, %v22
  ret i32 %v23
}

define dso_local void @volatiles(ptr noundef %p0) #0 {
entry:
  %p.addr.1 = alloca ptr, align 8
  store ptr %p0, ptr %p.addr.1, align 8, !tbaa !16
  %v2 = load volatile i32, ptr @flag, align 4, !tbaa !6
  %v3 = add nsw i32 %v2, 1
  store volatile i32 %v3, ptr @flag, align 4, !tbaa !6
  %v4 = load volatile i32, ptr @flag, align 4, !tbaa !6
  store volatile i32 %v4, ptr @flag, align 4, !tbaa !6
  %v5 = load ptr, ptr %p.addr.1, align 8, !tbaa !16
  %v6 = load volatile ptr, ptr %v5, align 8, !tbaa !13
  store i32 3, ptr %v6, align 4, !tbaa !6
  %v7 = load volatile i32, ptr @flag, align 4, !tbaa !6
  ret void
}

define dso_local void @copies(ptr noundef %p0, ptr noundef %p1, ptr noundef %p2) #0 {
entry:
  %w.addr.1 = alloca ptr, align 8
  %a.addr.2 = alloca ptr, align 8
  %b.addr.3 = alloca ptr, align 8
  %local.4 = alloca %struct.wire, align 1
  store ptr %p0, ptr %w.addr.1, align 8, !tbaa !29
  store ptr %p1, ptr %a.addr.2, align 8, !tbaa !9
  store ptr %p2, ptr %b.addr.3, align 8, !tbaa !9
  call void @llvm.lifetime.start.p0(ptr %local.4) #1
  %v5 = load ptr, ptr %w.addr.1, align 8, !tbaa !29
  call void @llvm.memcpy.p0.p0.i64(ptr align 1 %local.4, ptr align 1 %v5, i64 13, i1 false), !tbaa.struct !36
  call void @llvm.memcpy.p0.p0.i64(ptr align 1 @last, ptr align 1 %local.4, i64 13, i1 false), !tbaa.struct !36
  %v6 = load ptr, ptr %w.addr.1, align 8, !tbaa !29
  call void @llvm.memcpy.p0.p0.i64(ptr align 1 %v6, ptr align 1 @last, i64 13, i1 false), !tbaa.struct !36
  %v7 = load ptr, ptr %a.addr.2, align 8, !tbaa !9
  %v8 = load ptr, ptr %b.addr.3, align 8, !tbaa !9
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %v7, ptr align 8 %v8, i64 40, i1 false), !tbaa.struct !37
  %v9 = load ptr, ptr %a.addr.2, align 8, !tbaa !9
  %v10 = getelementptr inbounds nuw %struct.holder, ptr %v9, i32 0, i32 1
  %v11 = load ptr, ptr %b.addr.3, align 8, !tbaa !9
  %v12 = getelementptr inbounds nuw %struct.holder, ptr %v11, i32 0, i32 1
  call void @llvm.memcpy.p0.p0.i64(ptr align 4 %v10, ptr align 4 %v12, i64 8, i1 false), !tbaa.struct !38
  %v13 = load ptr, ptr %a.addr.2, align 8, !tbaa !9
  %v14 = getelementptr inbounds nuw %struct.holder, ptr %v13, i32 0, i32 2
  %v15 = getelementptr inbounds [6 x i8], ptr %v14, i64 0, i64 0
  %v16 = load ptr, ptr %b.addr.3, align 8, !tbaa !9
  %v17 = getelementptr inbounds nuw %struct.holder, ptr %v16, i32 0, i32 1
  call void @llvm.memcpy.p0.p0.i64(ptr align 4 %v15, ptr align 4 %v17, i64 6, i1 false)
  %v18 = load ptr, ptr %b.addr.3, align 8, !tbaa !9
  call void @llvm.memset.p0.i64(ptr align 8 %v18, i8 0, i64 40, i1 false)
  %v19 = load ptr, ptr %a.addr.2, align 8, !tbaa !9
  %v20 = load ptr, ptr %b.addr.3, align 8, !tbaa !9
  call void @llvm.memmove.p0.p0.i64(ptr align 8 %v19, ptr align 8 %v20, i64 5, i1 false)
  call void @llvm.lifetime.end.p0(ptr %local.4) #1
  ret void
}

define dso_local void @volatile_copies(ptr noundef %p0) #0 {
entry:
  %p.addr.1 = alloca ptr, align 8
  %agg.tmp.2 = alloca %struct.holder, align 8
  store ptr %p0, ptr %p.addr.1, align 8, !tbaa !9
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %agg.tmp.2, ptr align 8 @watched_holder, i64 40, i1 true), !tbaa.struct !37
  %v3 = load ptr, ptr %p.addr.1, align 8, !tbaa !9
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %v3, ptr align 8 @watched_holder, i64 40, i1 true), !tbaa.struct !37
  %v4 = load ptr, ptr %p.addr.1, align 8, !tbaa !9
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 @watched_holder, ptr align 8 %v4, i64 40, i1 true), !tbaa.struct !37
  call void @llvm.memcpy.p0.p0.i64(ptr align 4 @first_partly, ptr align 4 @second_partly, i64 8, i1 true), !tbaa.struct !38
  ret void
}

define dso_local i64 @results(i32 noundef %p0) #0 {
entry:
  %x.addr.2 = alloca i32, align 4
  %ref.tmp.3 = alloca %struct.large, align 8
  store i32 %p0, ptr %x.addr.2, align 4, !tbaa !6
  call void @llvm.lifetime.start.p0(ptr %ref.tmp.3) #1
  %v4 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  call void @choose(ptr dead_on_unwind writable sret(%struct.large) align 8 %ref.tmp.3, i32 noundef %v4)
  %v5 = getelementptr inbounds nuw %struct.large, ptr %ref.tmp.3, i32 0, i32 0
  %v6 = getelementptr inbounds [4 x i64], ptr %v5, i64 0, i64 1
  %v7 = load i64, ptr %v6, align 8, !tbaa !42
  call void @llvm.lifetime.end.p0(ptr %ref.tmp.3) #1
  ret i64 %v7
}

define internal void @choose(ptr dead_on_unwind noalias writable sret(%struct.large) align 8 %result, i32 noundef %p0) #2 {
entry:
  %x.addr.1 = alloca i32, align 4
  store i32 %p0, ptr %x.addr.1, align 4, !tbaa !6
  %v2 = load i32, ptr %x.addr.1, align 4, !tbaa !6
  %v3 = icmp ne i32 %v2, 0
  br i1 %v3, label %if.then2, label %if.end3

if.then2:
  call void @llvm.memset.p0.i64(ptr align 8 %result, i8 0, i64 32, i1 false)
  %v4 = getelementptr inbounds nuw %struct.large, ptr %result, i32 0, i32 0
  %v5 = load i32, ptr %x.addr.1, align 4, !tbaa !6
  %v6 = zext i32 %v5 to i64
  store i64 %v6, ptr %v4, align 8, !tbaa !42
  br label %return1

if.end3:
  %v7 = getelementptr inbounds nuw %struct.large, ptr %result, i32 0, i32 0
  store i64 1, ptr %v7, align 8, !tbaa !42
  %v8 = getelementptr inbounds i64, ptr %v7, i64 1
  %v9 = load i32, ptr %x.addr.1, align 4, !tbaa !6
  %v10 = zext i32 %v9 to i64
  store i64 %v10, ptr %v8, align 8, !tbaa !42
  %v11 = getelementptr inbounds i64, ptr %v7, i64 2
  %v12 = getelementptr inbounds i64, ptr %v7, i64 4
  br label %arrayinit.body4

arrayinit.body4:
  %v13 = phi ptr [ %v11, %if.end3 ], [ %v14, %arrayinit.body4 ]
  store i64 0, ptr %v13, align 8, !tbaa !42
  %v14 = getelementptr inbounds i64, ptr %v13, i64 1
  %v15 = icmp eq ptr %v14, %v12
  br i1 %v15, label %arrayinit.end5, label %arrayinit.body4

arrayinit.end5:
  br label %return1

return1:
  ret void
}

attributes #0 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #1 = { nounwind }
attributes #2 = { nounwind alwaysinline "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }

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
!8 = !{!"p1 _ZTS6holder", !7, i64 0}
!9 = !{!8, !8, i64 0}
!10 = !{!"p1 _ZTS6either", !7, i64 0}
!11 = !{!10, !10, i64 0}
!12 = !{!"p1 int", !7, i64 0}
!13 = !{!12, !12, i64 0}
!14 = !{!"any p2 pointer", !7, i64 0}
!15 = !{!"p2 int", !14, i64 0}
!16 = !{!15, !15, i64 0}
!17 = !{!14, !14, i64 0}
!18 = !{!"short", !4, i64 0}
!19 = !{!"point", !5, i64 0, !5, i64 4}
!20 = !{!"holder", !18, i64 0, !19, i64 4, !4, i64 12, !8, i64 24, !5, i64 32}
!21 = !{!20, !5, i64 8}
!22 = !{!20, !8, i64 24}
!23 = !{!20, !5, i64 32}
!24 = !{!4, !4, i64 0}
!25 = !{!7, !7, i64 0}
!26 = !{!20, !5, i64 4}
!27 = !{!20, !18, i64 0}
!28 = !{!"p1 _ZTS4wire", !7, i64 0}
!29 = !{!28, !28, i64 0}
!30 = !{!"p1 omnipotent char", !7, i64 0}
!31 = !{!30, !30, i64 0}
!32 = !{!"wire", !4, i64 0, !5, i64 1, !19, i64 5}
!33 = !{!32, !5, i64 1}
!34 = !{!32, !5, i64 9}
!35 = !{!18, !18, i64 0}
!36 = !{i64 0, i64 1, !24, i64 1, i64 4, !6, i64 5, i64 4, !6, i64 9, i64 4, !6}
!37 = !{i64 0, i64 2, !35, i64 4, i64 4, !6, i64 8, i64 4, !6, i64 12, i64 6, !24, i64 24, i64 8, !9, i64 32, i64 4, !6}
!38 = !{i64 0, i64 4, !6, i64 4, i64 4, !6}
!39 = !{!"partly", !5, i64 0, !5, i64 4}
!40 = !{!"large", !4, i64 0}
!41 = !{!"long", !4, i64 0}
!42 = !{!41, !41, i64 0}
