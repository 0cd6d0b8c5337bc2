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

define dso_local i32 @calls(ptr noundef %p0, i32 noundef %p1, ptr noundef %p2) #0 {
entry:
  %retval.1 = alloca i32, align 4
  %map.addr.2 = alloca ptr, align 8
  %key.addr.3 = alloca i32, align 4
  %odd.addr.4 = alloca ptr, align 8
  %in6.5 = alloca %struct.in6, align 4
  %found.6 = alloca ptr, align 8
  %cleanup.dest.slot.14 = alloca i32, align 4
  %ref.tmp.23 = alloca %struct.pair, align 8
  %compoundliteral.37 = alloca %struct.one, align 4
  %coerce.44 = alloca i24, align 4
  %ref.tmp.58 = alloca %struct.pair, align 8
  store ptr %p0, ptr %map.addr.2, align 8, !tbaa !9
  store i32 %p1, ptr %key.addr.3, align 4, !tbaa !6
  store ptr %p2, ptr %odd.addr.4, align 8, !tbaa !11
  call void @llvm.lifetime.start.p0(ptr %in6.5) #1
  call void @llvm.memset.p0.i64(ptr align 4 %in6.5, i8 0, i64 16, i1 false)
  call void @llvm.lifetime.start.p0(ptr %found.6) #1
  %v7 = load ptr, ptr @lookup, align 8, !tbaa !9
  %v8 = load ptr, ptr %map.addr.2, align 8, !tbaa !9
  %v9 = call ptr %v7(ptr noundef %v8, ptr noundef %key.addr.3)
  store ptr %v9, ptr %found.6, align 8, !tbaa !14
  %v10 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v11 = call i64 (ptr, i32, ...) inttoptr (i64 6 to ptr)(ptr noundef @.str, i32 noundef 7, i32 noundef %v10)
  %v12 = load ptr, ptr %found.6, align 8, !tbaa !14
  %v13 = icmp ne ptr %v12, null
  br i1 %v13, label %if.end3, label %if.then2

if.then2:
  store i32 0, ptr %retval.1, align 4
  store i32 1, ptr %cleanup.dest.slot.14, align 4
  br label %cleanup4

if.end3:
  %v15 = icmp ne ptr @missing, null
  br i1 %v15, label %if.then5, label %if.end6

if.then5:
  call void @missing()
  br label %if.end6

if.end6:
  %v16 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v17 = icmp eq i32 %v16, 77
  br i1 %v17, label %if.then7, label %if.end8

if.then7:
  call void @stop() #4
  unreachable

if.end8:
  %v18 = load ptr, ptr %found.6, align 8, !tbaa !14
  %v19 = load i32, ptr %v18, align 4, !tbaa !6
  %v20 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v21 = call i32 @pure(i32 noundef %v20)
  %v22 = add nsw i32 %v19, %v21
  %v24 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v25 = sext i32 %v24 to i64
  call void @make_pair(ptr dead_on_unwind writable sret(%struct.pair) align 8 %ref.tmp.23, i64 noundef %v25)
  %v26 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v27 = trunc i32 %v26 to i8
  %v28 = load [2 x i64], ptr %ref.tmp.23, align 8
  %v29 = call i32 @by_value([2 x i64] %v28, ptr noundef %in6.5, i8 noundef signext %v27)
  %v30 = add nsw i32 %v22, %v29
  %v31 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v32 = icmp ne i32 %v31, 0
  %v33 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v34 = trunc i32 %v33 to i8
  %v35 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v36 = trunc i32 %v35 to i16
  %v38 = getelementptr inbounds nuw %struct.one, ptr %compoundliteral.37, i32 0, i32 0
  %v39 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  store i32 %v39, ptr %v38, align 4, !tbaa !18
  %v40 = load ptr, ptr %odd.addr.4, align 8, !tbaa !11
  %v41 = getelementptr inbounds nuw %struct.one, ptr %compoundliteral.37, i32 0, i32 0
  %v42 = load i32, ptr %v41, align 4
  %v43 = getelementptr inbounds nuw %struct.odd, ptr %v40, i32 0, i32 0
  call void @llvm.memcpy.p0.p0.i64(ptr align 4 %coerce.44, ptr align 1 %v43, i64 3, i1 false)
  %v45 = load i24, ptr %coerce.44, align 4
  %v46 = call i32 @external(i1 noundef zeroext %v32, i8 noundef signext %v34, i16 noundef zeroext %v36, i32 %v42, i24 %v45)
  %v47 = add nsw i32 %v30, %v46
  %v48 = load i32, ptr %key.addr.3, align 4, !tbaa !6
  %v49 = trunc i32 %v48 to i8
  %v50 = call i1 @overridable(i8 noundef signext %v49)
  %v51 = zext i1 %v50 to i32
  %v52 = add nsw i32 %v47, %v51
  %v53 = call i32 @pure(i32 noundef 1) #6
  %v54 = add nsw i32 %v52, %v53
  %v55 = call i32 @constant(i32 noundef 2) #8
  %v56 = add nsw i32 %v54, %v55
  %v57 = sext i32 %v56 to i64
  call void @llvm.lifetime.start.p0(ptr %ref.tmp.58) #1
  call void @make_pair(ptr dead_on_unwind writable sret(%struct.pair) align 8 %ref.tmp.58, i64 noundef 1)
  %v59 = getelementptr inbounds nuw %struct.pair, ptr %ref.tmp.58, i32 0, i32 1
  %v60 = load i64, ptr %v59, align 8, !tbaa !20
  %v61 = add nsw i64 %v57, %v60
  %v62 = trunc i64 %v61 to i32
  store i32 %v62, ptr %retval.1, align 4
  call void @llvm.lifetime.end.p0(ptr %ref.tmp.58) #1
  store i32 1, ptr %cleanup.dest.slot.14, align 4
  br label %cleanup4

cleanup4:
  call void @llvm.lifetime.end.p0(ptr %found.6) #1
  call void @llvm.lifetime.end.p0(ptr %in6.5) #1
  %v63 = load i32, ptr %retval.1, align 4
  ret i32 %v63
}

declare extern_weak dso_local void @missing() #2

declare dso_local void @stop() #3

declare dso_local i32 @pure(i32 noundef) #5

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
