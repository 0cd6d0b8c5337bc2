source_filename = "case.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"

%union.pointers = type { ptr }
%union.words = type { i32 }
%union.halves = type { i16 }
%union.mixed = type { i64 }
%struct.anon = type { i32, i32 }
%struct.anon.0 = type { i32, i32 }
%union.pairs = type { %struct.anon }


define dso_local i32 @take_pointer(ptr %p0) #0 {
entry:
  %x.2 = alloca %union.pointers, align 8
  %v3 = getelementptr inbounds nuw %union.pointers, ptr %x.2, i32 0, i32 0
  store ptr %p0, ptr %v3, align 8
  %v4 = load ptr, ptr %x.2, align 8, !tbaa !7
  %v5 = load i32, ptr %v4, align 4, !tbaa !6
  ret i32 %v5
}

define dso_local i32 @take_word(i32 %p0) #0 {
entry:
  %x.2 = alloca %union.words, align 4
  %v3 = getelementptr inbounds nuw %union.words, ptr %x.2, i32 0, i32 0
  store i32 %p0, ptr %v3, align 4
  %v4 = load i32, ptr %x.2, align 4, !tbaa !7
  ret i32 %v4
}

define dso_local i32 @take_half(i16 noundef signext %p0) #0 {
entry:
  %x.2 = alloca %union.halves, align 2
  %v3 = getelementptr inbounds nuw %union.halves, ptr %x.2, i32 0, i32 0
  store i16 %p0, ptr %v3, align 2
  %v4 = load i16, ptr %x.2, align 2, !tbaa !7
  %v5 = zext i16 %v4 to i32
  ret i32 %v5
}

define dso_local i32 @take_mixed(i64 %p0) #0 {
entry:
  %x.2 = alloca %union.mixed, align 8
  %v3 = getelementptr inbounds nuw %union.mixed, ptr %x.2, i32 0, i32 0
  store i64 %p0, ptr %v3, align 8
  %v4 = load ptr, ptr %x.2, align 8, !tbaa !7
  %v5 = icmp ne ptr %v4, null
  %v6 = zext i1 %v5 to i32
  ret i32 %v6
}

define dso_local i32 @take_pair(i64 %p0) #0 {
entry:
  %x.2 = alloca %union.pairs, align 4
  %v3 = getelementptr inbounds nuw %union.pairs, ptr %x.2, i32 0, i32 0
  store i64 %p0, ptr %v3, align 4
  %v4 = getelementptr inbounds nuw %struct.anon, ptr %x.2, i32 0, i32 0
  %v5 = load i32, ptr %v4, align 4, !tbaa !7
  %v6 = getelementptr inbounds nuw %struct.anon.0, ptr %x.2, i32 0, i32 1
  %v7 = load i32, ptr %v6, align 4, !tbaa !7
  %v8 = add nsw i32 %v5, %v7
  ret i32 %v8
}

define dso_local i32 @pass(ptr noundef %p0, ptr noundef %p1, i32 noundef %p2, i16 noundef signext %p3, i64 noundef %p4) #0 {
entry:
  %a.addr.2 = alloca ptr, align 8
  %b.addr.3 = alloca ptr, align 8
  %i.addr.4 = alloca i32, align 4
  %s.addr.5 = alloca i16, align 2
  %l.addr.6 = alloca i64, align 8
  %y.7 = alloca %union.pointers, align 8
  %z.8 = alloca %union.pairs, align 4
  %ref.tmp.14 = alloca %union.pointers, align 8
  %ref.tmp.19 = alloca %union.pointers, align 8
  %ref.tmp.29 = alloca %union.pointers, align 8
  %ref.tmp.34 = alloca %union.words, align 4
  %ref.tmp.40 = alloca %union.words, align 4
  %ref.tmp.46 = alloca %union.halves, align 2
  %ref.tmp.52 = alloca %union.halves, align 2
  %ref.tmp.58 = alloca %union.mixed, align 8
  %ref.tmp.64 = alloca %union.mixed, align 8
  %ref.tmp.74 = alloca %union.halves, align 2
  store ptr %p0, ptr %a.addr.2, align 8, !tbaa !10
  store ptr %p1, ptr %b.addr.3, align 8, !tbaa !12
  store i32 %p2, ptr %i.addr.4, align 4, !tbaa !6
  store i16 %p3, ptr %s.addr.5, align 2, !tbaa !14
  store i64 %p4, ptr %l.addr.6, align 8, !tbaa !16
  call void @llvm.lifetime.start.p0(ptr %y.7) #1
  call void @llvm.lifetime.start.p0(ptr %z.8) #1
  %v9 = load ptr, ptr %a.addr.2, align 8, !tbaa !10
  store ptr %v9, ptr %y.7, align 8, !tbaa !7
  %v10 = load i64, ptr %l.addr.6, align 8, !tbaa !16
  %v11 = trunc i64 %v10 to i32
  %v12 = getelementptr inbounds nuw %struct.anon, ptr %z.8, i32 0, i32 0
  store i32 %v11, ptr %v12, align 4, !tbaa !7
  %v13 = getelementptr inbounds nuw %struct.anon.0, ptr %z.8, i32 0, i32 1
  store i32 2, ptr %v13, align 4, !tbaa !7
  %v15 = load ptr, ptr %a.addr.2, align 8, !tbaa !10
  store ptr %v15, ptr %ref.tmp.14, align 8, !tbaa !10
  %v16 = getelementptr inbounds nuw %union.pointers, ptr %ref.tmp.14, i32 0, i32 0
  %v17 = load ptr, ptr %v16, align 8
  %v18 = call i32 @by_pointer(ptr %v17)
  %v20 = load ptr, ptr %b.addr.3, align 8, !tbaa !12
  store ptr %v20, ptr %ref.tmp.19, align 8, !tbaa !12
  %v21 = getelementptr inbounds nuw %union.pointers, ptr %ref.tmp.19, i32 0, i32 0
  %v22 = load ptr, ptr %v21, align 8
  %v23 = call i32 @by_pointer(ptr %v22)
  %v24 = add nsw i32 %v18, %v23
  %v25 = getelementptr inbounds nuw %union.pointers, ptr %y.7, i32 0, i32 0
  %v26 = load ptr, ptr %v25, align 8
  %v27 = call i32 @by_pointer(ptr %v26)
  %v28 = add nsw i32 %v24, %v27
  store ptr null, ptr %ref.tmp.29, align 8, !tbaa !10
  %v30 = getelementptr inbounds nuw %union.pointers, ptr %ref.tmp.29, i32 0, i32 0
  %v31 = load ptr, ptr %v30, align 8
  %v32 = call i32 @by_pointer(ptr %v31)
  %v33 = add nsw i32 %v28, %v32
  %v35 = load i32, ptr %i.addr.4, align 4, !tbaa !6
  store i32 %v35, ptr %ref.tmp.34, align 4, !tbaa !6
  %v36 = getelementptr inbounds nuw %union.words, ptr %ref.tmp.34, i32 0, i32 0
  %v37 = load i32, ptr %v36, align 4
  %v38 = call i32 @by_word(i32 %v37)
  %v39 = add nsw i32 %v33, %v38
  %v41 = load i32, ptr %i.addr.4, align 4, !tbaa !6
  store i32 %v41, ptr %ref.tmp.40, align 4, !tbaa !6
  %v42 = getelementptr inbounds nuw %union.words, ptr %ref.tmp.40, i32 0, i32 0
  %v43 = load i32, ptr %v42, align 4
  %v44 = call i32 @by_word(i32 %v43)
  %v45 = add nsw i32 %v39, %v44
  %v47 = load i16, ptr %s.addr.5, align 2, !tbaa !14
  store i16 %v47, ptr %ref.tmp.46, align 2, !tbaa !14
  %v48 = getelementptr inbounds nuw %union.halves, ptr %ref.tmp.46, i32 0, i32 0
  %v49 = load i16, ptr %v48, align 2
  %v50 = call i32 @by_half(i16 noundef signext %v49)
  %v51 = add nsw i32 %v45, %v50
  %v53 = load i16, ptr %s.addr.5, align 2, !tbaa !14
  store i16 %v53, ptr %ref.tmp.52, align 2, !tbaa !14
  %v54 = getelementptr inbounds nuw %union.halves, ptr %ref.tmp.52, i32 0, i32 0
  %v55 = load i16, ptr %v54, align 2
  %v56 = call i32 @by_half(i16 noundef signext %v55)
  %v57 = add nsw i32 %v51, %v56
  %v59 = load i64, ptr %l.addr.6, align 8, !tbaa !16
  store i64 %v59, ptr %ref.tmp.58, align 8, !tbaa !16
  %v60 = getelementptr inbounds nuw %union.mixed, ptr %ref.tmp.58, i32 0, i32 0
  %v61 = load i64, ptr %v60, align 8
  %v62 = call i32 @by_mixed(i64 %v61)
  %v63 = add nsw i32 %v57, %v62
  %v65 = load ptr, ptr %b.addr.3, align 8, !tbaa !12
  store ptr %v65, ptr %ref.tmp.64, align 8, !tbaa !17
  %v66 = getelementptr inbounds nuw %union.mixed, ptr %ref.tmp.64, i32 0, i32 0
  %v67 = load i64, ptr %v66, align 8
  %v68 = call i32 @by_mixed(i64 %v67)
  %v69 = add nsw i32 %v63, %v68
  %v70 = getelementptr inbounds nuw %union.pairs, ptr %z.8, i32 0, i32 0
  %v71 = load i64, ptr %v70, align 4
  %v72 = call i32 @by_pair(i64 %v71)
  %v73 = add nsw i32 %v69, %v72
  %v75 = load i16, ptr %s.addr.5, align 2, !tbaa !14
  store i16 %v75, ptr %ref.tmp.74, align 2, !tbaa !14
  %v76 = getelementptr inbounds nuw %union.halves, ptr %ref.tmp.74, i32 0, i32 0
  %v77 = load i16, ptr %v76, align 2
  %v78 = call i32 @take_own(i16 noundef signext %v77)
  %v79 = add nsw i32 %v73, %v78
  call void @llvm.lifetime.end.p0(ptr %z.8) #1
  call void @llvm.lifetime.end.p0(ptr %y.7) #1
  ret i32 %v79
}

declare dso_local i32 @by_pointer(ptr) #2

declare dso_local i32 @by_word(i32) #2

declare dso_local i32 @by_half(i16 noundef signext) #2

declare dso_local i32 @by_mixed(i64) #2

declare dso_local i32 @by_pair(i64) #2

define internal i32 @take_own(i16 noundef signext %p0) #3 {
entry:
  %x.2 = alloca %union.halves, align 2
  %v3 = getelementptr inbounds nuw %union.halves, ptr %x.2, i32 0, i32 0
  store i16 %p0, ptr %v3, align 2
  %v4 = load i16, ptr %x.2, align 2, !tbaa !7
  %v5 = zext i16 %v4 to i32
  ret i32 %v5
}

attributes #0 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #1 = { nounwind }
attributes #2 = { "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #3 = { nounwind noinline "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }

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
!9 = !{!"p1 int", !8, i64 0}
!10 = !{!9, !9, i64 0}
!11 = !{!"p1 long", !8, i64 0}
!12 = !{!11, !11, i64 0}
!13 = !{!"short", !4, i64 0}
!14 = !{!13, !13, i64 0}
!15 = !{!"long", !4, i64 0}
!16 = !{!15, !15, i64 0}
!17 = !{!8, !8, i64 0}
