source_filename = "case.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"

%struct.in6 = type { [4 x i32] }
%struct.pair = type { i64, i64 }
%struct.one = type { i32 }
%struct.odd = type { [3 x i8] }

@lookup = internal global ptr inttoptr (i64 1 to ptr), align 8
@.str = private unnamed_addr constant [7 x i8] c"key %d\00", align 1

define weak dso_local i1 @overridable(i8 noundef signext %p0) #0 {
entry:
  %c.addr.2 = alloca i8, align 1
  store i8 %p0, ptr %c.addr.2, align 1, !tbaa !7
  %v3 = load i8, ptr %c.addr.2, align 1, !tbaa !7
  %v4 = icmp ne i8 %v3, 0
  ret i1 %v4
}

define hidden i8 @narrow(i32 noundef %p0) #0 {
entry:
  %x.addr.2 = alloca i32, align 4
  store i32 %p0, ptr %x.addr.2, align 4, !tbaa !6
  %v3 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  %v4 = trunc i32 %v3 to i8
  ret i8 %v4
}

define dso_local i32 @calls(ptr noundef %p0, i32 noundef %p1, ptr noundef %p2, ptr noundef %p3) #0 {
entry:
  %retval.1 = alloca i32, align 4
  %map.addr.2 = alloca ptr, align 8
  %key.addr.3 = alloca i32, align 4
  %callback.addr.4 = alloca ptr, align 8
  %odd.addr.5 = alloca ptr, align 8
  %in6.6 = alloca %struct.in6, align 4
  %found.7 = alloca ptr, align 8
  %cleanup.dest.slot.15 = alloca i32, align 4
  %ref.tmp.25 = alloca %struct.pair, align 8
  %compoundliteral.39 = alloca %struct.one, align 4
  %coerce.46 = alloca i24, align 4
  %ref.tmp.60 = alloca %struct.pair, align 8
  store ptr %p0, ptr %map.addr.2, align 8, !tbaa !9
  store i32 %p1, ptr %key.addr.3, align 4, !tbaa !6
  store ptr %p2, ptr %callback.addr.4, align 8, !tbaa !9
  store ptr %p3, ptr %odd.addr.5, align 8, !tbaa !11
  call void @llvm.lifetime.start.p0(ptr %in6.6) #1
  call void @llvm.memset.p0.i64(ptr align 4 %in6.6, i8 0, i64 16, i1 false)
  call void @llvm.lifetime.start.p0(ptr %found.7) #1
  %v8 = load ptr, ptr @lookup, align 8, !tbaa !9
  %v9 = load ptr, ptr %map.addr.2, align 8, !tbaa !9
  %v10 = call ptr %v8(ptr noundef %v9, ptr noundef %key.addr.3)
  store ptr %v10, ptr %found.7, align 8, !tbaa !14
  %v11 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v12 = call i64 (ptr, i32, ...) inttoptr (i64 6 to ptr)(ptr noundef @.str, i32 noundef 7, i32 noundef %v11)
  %v13 = load ptr, ptr %found.7, align 8, !tbaa !14
  %v14 = icmp ne ptr %v13, null
  br i1 %v14, label %if.end3, label %if.then2

if.then2:
  store i32 0, ptr %retval.1, align 4
  store i32 1, ptr %cleanup.dest.slot.15, align 4
  br label %cleanup4

if.end3:
  %v16 = icmp ne ptr @missing, null
  br i1 %v16, label %if.then5, label %if.end6

if.then5:
  call void @missing()
  br label %if.end6

if.end6:
  %v17 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v18 = icmp eq i32 %v17, 77
  br i1 %v18, label %if.then7, label %if.end8

if.then7:
  call void @stop() #4
  unreachable

if.end8:
  %v19 = load ptr, ptr %found.7, align 8, !tbaa !14
  %v20 = load i32, ptr %v19, align 4, !tbaa !6
  %v21 = load ptr, ptr %callback.addr.4, align 8, !tbaa !9
  %v22 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v23 = call i32 %v21(i32 noundef %v22)
  %v24 = add nsw i32 %v20, %v23
  %v26 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v27 = sext i32 %v26 to i64
  call void @make_pair(ptr dead_on_unwind writable sret(%struct.pair) align 8 %ref.tmp.25, i64 noundef %v27)
  %v28 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v29 = trunc i32 %v28 to i8
  %v30 = load [2 x i64], ptr %ref.tmp.25, align 8
  %v31 = call i32 @by_value([2 x i64] %v30, ptr noundef %in6.6, i8 noundef signext %v29)
  %v32 = add nsw i32 %v24, %v31
  %v33 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v34 = icmp ne i32 %v33, 0
  %v35 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v36 = trunc i32 %v35 to i8
  %v37 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v38 = trunc i32 %v37 to i16
  %v40 = getelementptr inbounds nuw %struct.one, ptr %compoundliteral.39, i32 0, i32 0
  %v41 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  store i32 %v41, ptr %v40, align 4, !tbaa !18
  %v42 = load ptr, ptr %odd.addr.5, align 8, !tbaa !11
  %v43 = getelementptr inbounds nuw %struct.one, ptr %compoundliteral.39, i32 0, i32 0
  %v44 = load i32, ptr %v43, align 4
  %v45 = getelementptr inbounds nuw %struct.odd, ptr %v42, i32 0, i32 0
  call void @llvm.memcpy.p0.p0.i64(ptr align 4 %coerce.46, ptr align 1 %v45, i64 3, i1 false)
  %v47 = load i24, ptr %coerce.46, align 4
  %v48 = call i32 @external(i1 noundef zeroext %v34, i8 noundef signext %v36, i16 noundef zeroext %v38, i32 %v44, i24 %v47)
  %v49 = add nsw i32 %v32, %v48
  %v50 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v51 = trunc i32 %v50 to i8
  %v52 = call i1 @overridable(i8 noundef signext %v51)
  %v53 = zext i1 %v52 to i32
  %v54 = add nsw i32 %v49, %v53
  %v55 = call i32 @pure(i32 noundef 1) #6
  %v56 = add nsw i32 %v54, %v55
  %v57 = call i32 @constant(i32 noundef 2) #8
  %v58 = add nsw i32 %v56, %v57
  %v59 = sext i32 %v58 to i64
  call void @llvm.lifetime.start.p0(ptr %ref.tmp.60) #1
  call void @make_pair(ptr dead_on_unwind writable sret(%struct.pair) align 8 %ref.tmp.60, i64 noundef 1)
  %v61 = getelementptr inbounds nuw %struct.pair, ptr %ref.tmp.60, i32 0, i32 1
  %v62 = load i64, ptr %v61, align 8, !tbaa !20
  %v63 = add nsw i64 %v59, %v62
  %v64 = trunc i64 %v63 to i32
  store i32 %v64, ptr %retval.1, align 4
  call void @llvm.lifetime.end.p0(ptr %ref.tmp.60) #1
  store i32 1, ptr %cleanup.dest.slot.15, align 4
  br label %cleanup4

cleanup4:
  call void @llvm.lifetime.end.p0(ptr %found.7) #1
  call void @llvm.lifetime.end.p0(ptr %in6.6) #1
  %v65 = load i32, ptr %retval.1, align 4
  ret i32 %v65
}

declare extern_weak dso_local void @missing() #2

declare dso_local void @stop() #3

define internal i32 @by_value([2 x i64] %p0, ptr noundef %p1, i8 noundef signext %p2) #9 {
entry:
  %pair.2 = alloca %struct.pair, align 8
  %in6.addr.3 = alloca ptr, align 8
  %c.addr.4 = alloca i8, align 1
  store [2 x i64] %p0, ptr %pair.2, align 8
  store ptr %p1, ptr %in6.addr.3, align 8, !tbaa !22
  store i8 %p2, ptr %c.addr.4, align 1, !tbaa !7
  %v5 = getelementptr inbounds nuw %struct.pair, ptr %pair.2, i32 0, i32 1
  %v6 = load i64, ptr %v5, align 8, !tbaa !20
  %v7 = load ptr, ptr %in6.addr.3, align 8, !tbaa !22
  %v8 = getelementptr inbounds nuw %struct.in6, ptr %v7, i32 0, i32 0
  %v9 = getelementptr inbounds [4 x i32], ptr %v8, i64 0, i64 2
  %v10 = load i32, ptr %v9, align 4, !tbaa !6
  %v11 = zext i32 %v10 to i64
  %v12 = add nsw i64 %v6, %v11
  %v13 = load i8, ptr %c.addr.4, align 1, !tbaa !7
  %v14 = sext i8 %v13 to i64
  %v15 = add nsw i64 %v12, %v14
  %v16 = trunc i64 %v15 to i32
  ret i32 %v16
}

define internal void @make_pair(ptr dead_on_unwind noalias writable sret(%struct.pair) align 8 %result, i64 noundef %p0) #10 {
entry:
  %a.addr.1 = alloca i64, align 8
  store i64 %p0, ptr %a.addr.1, align 8, !tbaa !23
  %v2 = getelementptr inbounds nuw %struct.pair, ptr %result, i32 0, i32 0
  %v3 = load i64, ptr %a.addr.1, align 8, !tbaa !23
  store i64 %v3, ptr %v2, align 8, !tbaa !24
  %v4 = getelementptr inbounds nuw %struct.pair, ptr %result, i32 0, i32 1
  store i64 2, ptr %v4, align 8, !tbaa !20
  ret void
}

declare dso_local i32 @external(i1 noundef zeroext, i8 noundef signext, i16 noundef zeroext, i32, i24) #2

declare dso_local i32 @pure(i32 noundef) #5

declare dso_local i32 @constant(i32 noundef) #7

attributes #0 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #1 = { nounwind }
attributes #2 = { "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #3 = { noreturn "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #4 = { noreturn }
attributes #5 = { nounwind willreturn memory(read) "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #6 = { nounwind willreturn memory(read) }
attributes #7 = { nounwind willreturn memory(none) "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #8 = { nounwind willreturn memory(none) }
attributes #9 = { nounwind noinline "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #10 = { nounwind alwaysinline "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }

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
!8 = !{!"any pointer", !4, i64 0}
!9 = !{!8, !8, i64 0}
!10 = !{!"p1 _ZTS3odd", !8, i64 0}
!11 = !{!10, !10, i64 0}
!12 = !{!"in6", !4, i64 0}
!13 = !{!"p1 int", !8, i64 0}
!14 = !{!13, !13, i64 0}
!15 = !{!"long", !4, i64 0}
!16 = !{!"pair", !15, i64 0, !15, i64 8}
!17 = !{!"one", !5, i64 0}
!18 = !{!17, !5, i64 0}
!19 = !{!"odd", !4, i64 0}
!20 = !{!16, !15, i64 8}
!21 = !{!"p1 _ZTS3in6", !8, i64 0}
!22 = !{!21, !21, i64 0}
!23 = !{!15, !15, i64 0}
!24 = !{!16, !15, i64 0}
