source_filename = "case.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"


@object = dso_local global i32 0, align 4

define dso_local i64 @operands(i64 noundef %p0, i32 noundef %p1, ptr noundef %p2, i8 noundef zeroext %p3) #2 {
entry:
  %x.addr.2 = alloca i64, align 8
  %y.addr.3 = alloca i32, align 4
  %memory.addr.4 = alloca ptr, align 8
  %byte.addr.5 = alloca i8, align 1
  %r.6 = alloca i64, align 8
  %w.7 = alloca i32, align 4
  store i64 %p0, ptr %x.addr.2, align 8, !tbaa !8
  store i32 %p1, ptr %y.addr.3, align 4, !tbaa !6
  store ptr %p2, ptr %memory.addr.4, align 8, !tbaa !11
  store i8 %p3, ptr %byte.addr.5, align 1, !tbaa !12
  call void @llvm.lifetime.start.p0(ptr %r.6) #0
  call void @llvm.lifetime.start.p0(ptr %w.7) #0
  %v8 = load i64, ptr %x.addr.2, align 8, !tbaa !8
  %v9 = call i64 asm sideeffect "$0 = $1", "=r,r"(i64 %v8) #0
  store i64 %v9, ptr %r.6, align 8, !tbaa !8
  %v10 = load i64, ptr %r.6, align 8, !tbaa !8
  %v11 = call i64 asm sideeffect "$0 += $1; # ${:uid}", "=r,ri,0"(i32 3, i64 %v10) #0
  store i64 %v11, ptr %r.6, align 8, !tbaa !8
  %v12 = load i64, ptr %x.addr.2, align 8, !tbaa !8
  %v13 = call i64 asm sideeffect "", "=r,0"(i64 %v12) #0
  store i64 %v13, ptr %x.addr.2, align 8, !tbaa !8
  call void asm sideeffect "", "~{memory}"() #0
  %v14 = load i32, ptr %y.addr.3, align 4, !tbaa !6
  %v15 = call i32 asm "$0 = $1", "=r,0"(i32 %v14) #1
  store i32 %v15, ptr %w.7, align 4, !tbaa !6
  call void asm sideeffect "r1 = $0 ll; r1 = ${1:c} # $$5 %", "i,n,~{r0},~{r1},~{memory}"(ptr @object, i32 5) #0
  %v16 = load ptr, ptr %memory.addr.4, align 8, !tbaa !11
  call void asm sideeffect "*(u32 *)$0 = 3", "=*m,*m"(ptr elementtype(i32) %v16, ptr elementtype(i32) %y.addr.3) #0
  %v17 = load ptr, ptr %memory.addr.4, align 8, !tbaa !11
  %v18 = load i64, ptr %r.6, align 8, !tbaa !8
  %v19 = load i32, ptr %w.7, align 4, !tbaa !6
  %v20 = call i64 asm sideeffect "$1 = *(u32 *)$0", "=*m,=&r,r,w,*m"(ptr elementtype(i32) %v17, i64 %v18, i32 %v19, ptr elementtype(i32) %v17) #0
  store i64 %v20, ptr %r.6, align 8, !tbaa !8
  %v21 = load i8, ptr %byte.addr.5, align 1, !tbaa !12
  %v22 = call i8 asm "$0 = $1", "=r,r"(i8 %v21) #1
  store i8 %v22, ptr %byte.addr.5, align 1, !tbaa !12
  %v23 = load i64, ptr %r.6, align 8, !tbaa !8
  %v24 = load i32, ptr %w.7, align 4, !tbaa !6
  %v25 = zext i32 %v24 to i64
  %v26 = add i64 %v23, %v25
  %v27 = load i8, ptr %byte.addr.5, align 1, !tbaa !12
  %v28 = zext i8 %v27 to i64
  %v29 = add i64 %v26, %v28
  call void @llvm.lifetime.end.p0(ptr %w.7) #0
  call void @llvm.lifetime.end.p0(ptr %r.6) #0
  ret i64 %v29
}

define dso_local i32 @jumps(i64 noundef %p0) #2 {
entry:
  %retval.1 = alloca i32, align 4
  %x.addr.2 = alloca i64, align 8
  %r.3 = alloca i64, align 8
  %cleanup.dest.slot.10 = alloca i32, align 4
  store i64 %p0, ptr %x.addr.2, align 8, !tbaa !8
  call void @llvm.lifetime.start.p0(ptr %r.3) #0
  %v4 = load i64, ptr %x.addr.2, align 8, !tbaa !8
  callbr void asm sideeffect "if $0 == 0 goto ${1:l}", "r,!i"(i64 %v4) #0
          to label %asm.fallthrough2 [label %out3]

asm.fallthrough2:
  %v5 = load i64, ptr %x.addr.2, align 8, !tbaa !8
  callbr void asm sideeffect "if $0 == 0 goto ${1:l}", "r,!i,!i"(i64 %v5) #0
          to label %asm.fallthrough4 [label %out3, label %other5]

asm.fallthrough4:
  %v6 = load i64, ptr %x.addr.2, align 8, !tbaa !8
  %v7 = callbr i64 asm sideeffect "$0 = 1; if $1 == 0 goto ${2:l}", "=r,r,!i"(i64 %v6) #0
          to label %asm.fallthrough6 [label %asm.split7]

asm.fallthrough6:
  store i64 %v7, ptr %r.3, align 8, !tbaa !8
  %v8 = load i64, ptr %r.3, align 8, !tbaa !8
  %v9 = trunc i64 %v8 to i32
  store i32 %v9, ptr %retval.1, align 4
  store i32 1, ptr %cleanup.dest.slot.10, align 4
  br label %cleanup8

asm.split7:
  store i64 %v7, ptr %r.3, align 8, !tbaa !8
  br label %other5

out3:
  store i32 1, ptr %retval.1, align 4
  store i32 1, ptr %cleanup.dest.slot.10, align 4
  br label %cleanup8

other5:
  store i32 2, ptr %retval.1, align 4
  store i32 1, ptr %cleanup.dest.slot.10, align 4
  br label %cleanup8

cleanup8:
  call void @llvm.lifetime.end.p0(ptr %r.3) #0
  %v11 = load i32, ptr %retval.1, align 4
  ret i32 %v11
}

define dso_local i32 @bare() #3 {
entry:
  call void asm sideeffect "r0 = 0; exit;", ""() #0
  unreachable
}

attributes #0 = { nounwind }
attributes #1 = { nounwind memory(none) }
attributes #2 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #3 = { nounwind noinline naked "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }

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
!8 = !{!7, !7, i64 0}
!9 = !{!"any pointer", !4, i64 0}
!10 = !{!"p1 int", !9, i64 0}
!11 = !{!10, !10, i64 0}
!12 = !{!4, !4, i64 0}
