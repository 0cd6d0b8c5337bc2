source_filename = "case.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"

%struct.known = type { i32, i64 }
%struct.unknown = type opaque

@read_only = dso_local constant i32 4, align 4
@_license = dso_local global [4 x i8] c"GPL\00", section "license", align 1
@weak_value = weak dso_local global i32 1, align 4
@hidden_value = hidden global i32 2, align 4
@program.calls = internal global i32 0, align 4
@program.format = internal constant [5 x i8] c"text\00", align 1
@known_elsewhere = external dso_local global i32, align 4
@setting = extern_weak dso_local constant i32, section ".kconfig", align 4
@configured = internal constant i32 5, align 4
@other_name = dso_local global i32 0, align 4
@tentative = dso_local global i32 0, align 4
@unused_type_of = external dso_local global %struct.known, align 8
@nobody_knows = external dso_local global {}, align 1
@aligned_value = dso_local global i32 0, section ".data.hot", align 64
@counter = internal global i32 0, align 4
@llvm.compiler.used = appending global [2 x ptr] [ptr @_license, ptr @kept], section "llvm.metadata"
@same_program = dso_local alias i32 (ptr), ptr @program

define internal i32 @kept(i32 noundef %p0) #0 {
entry:
  %x.addr.2 = alloca i32, align 4
  store i32 %p0, ptr %x.addr.2, align 4, !tbaa !6
  %v3 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  ret i32 %v3
}

define dso_local i32 @program(ptr noundef %p0) #0 section "xdp" {
entry:
  %ctx.addr.2 = alloca ptr, align 8
  store ptr %p0, ptr %ctx.addr.2, align 8, !tbaa !8
  %v3 = load i32, ptr @program.calls, align 4, !tbaa !6
  %v4 = add nsw i32 %v3, 1
  store i32 %v4, ptr @program.calls, align 4, !tbaa !6
  %v5 = load i32, ptr @program.calls, align 4, !tbaa !6
  %v6 = call i32 @later(i32 noundef %v5)
  %v7 = load i32, ptr @known_elsewhere, align 4, !tbaa !6
  %v8 = add nsw i32 %v6, %v7
  %v9 = load i32, ptr @setting, align 4, !tbaa !6
  %v10 = add nsw i32 %v8, %v9
  %v11 = load volatile i32, ptr @configured, align 4, !tbaa !6
  %v12 = add nsw i32 %v10, %v11
  %v13 = add nsw i32 %v12, 4
  %v14 = load i32, ptr @other_name, align 4, !tbaa !6
  %v15 = add nsw i32 %v13, %v14
  %v16 = load i8, ptr getelementptr inbounds ([5 x i8], ptr @program.format, i64 0, i64 1), align 1, !tbaa !9
  %v17 = sext i8 %v16 to i32
  %v18 = call i32 @available(i32 noundef %v17)
  %v19 = add nsw i32 %v15, %v18
  %v20 = load i32, ptr @weak_value, align 4, !tbaa !6
  %v21 = add nsw i32 %v19, %v20
  %v22 = load i32, ptr @hidden_value, align 4, !tbaa !6
  %v23 = add nsw i32 %v21, %v22
  %v24 = load i32, ptr @tentative, align 4, !tbaa !6
  %v25 = add nsw i32 %v23, %v24
  ret i32 %v25
}

define internal i32 @later(i32 noundef %p0) #3 {
entry:
  %x.addr.2 = alloca i32, align 4
  store i32 %p0, ptr %x.addr.2, align 4, !tbaa !6
  %v3 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  %v4 = load i32, ptr @counter, align 4, !tbaa !6
  %v5 = add nsw i32 %v4, 1
  store i32 %v5, ptr @counter, align 4, !tbaa !6
  %v6 = add nsw i32 %v3, %v4
  ret i32 %v6
}

define available_externally dso_local i32 @available(i32 noundef %p0) #2 {
entry:
  %x.addr.2 = alloca i32, align 4
  store i32 %p0, ptr %x.addr.2, align 4, !tbaa !6
  %v3 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  %v4 = load i32, ptr @counter, align 4, !tbaa !6
  %v5 = add nsw i32 %v3, %v4
  ret i32 %v5
}

define dso_local i32 @rare(i32 noundef %p0) #1 {
entry:
  %x.addr.2 = alloca i32, align 4
  store i32 %p0, ptr %x.addr.2, align 4, !tbaa !6
  %v3 = load i32, ptr %x.addr.2, align 4, !tbaa !6
  ret i32 %v3
}

define dso_local i64 @addresses() #0 {
entry:
  %v2 = sub nsw i64 ptrtoint (ptr @unused_type_of to i64), ptrtoint (ptr @nobody_knows to i64)
  ret i64 %v2
}

attributes #0 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #1 = { nounwind optsize minsize cold "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #2 = { nounwind inlinehint "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
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
!7 = !{!"any pointer", !4, i64 0}
!8 = !{!7, !7, i64 0}
!9 = !{!4, !4, i64 0}
!10 = !{!"long", !4, i64 0}
!11 = !{!"known", !5, i64 0, !10, i64 8}
