; What clang 22 -O2 -g makes of the source below, with BTF and no DWARF.
;
; /* Atomic operations, from -mcpu=v3 on. */
; #define SEC(name) __attribute__((section(name), used))
; typedef unsigned int u32;
; typedef unsigned long u64;
; SEC("a") u64 all(u64 *d, u32 *w, u64 v)
; {
; 	u64 r = __sync_fetch_and_add(d, v) + __sync_fetch_and_or(d, v) + __sync_fetch_and_and(d, v);
; 	r += __sync_fetch_and_xor(d, v) + __sync_lock_test_and_set(d, v);
; 	r += __sync_val_compare_and_swap(d, v, 5) + __sync_val_compare_and_swap(w, (u32)v, 6);
; 	r += __sync_fetch_and_add(w, 1) + __sync_fetch_and_or(w, 2) + __sync_fetch_and_xor(w, 4);
; 	__sync_fetch_and_or(d, 1); __sync_fetch_and_and(w, 3); __sync_fetch_and_xor(w, 9);
; 	return r;
; }

source_filename = "atomics.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpf"

@llvm.compiler.used = appending global [1 x ptr] [ptr @all], section "llvm.metadata"

; Function Attrs: mustprogress nofree norecurse nounwind willreturn memory(argmem: readwrite)
define dso_local i64 @all(ptr noundef captures(none) %0, ptr noundef captures(none) %1, i64 noundef %2) #0 section "a" !dbg !14 {
    #dbg_value(ptr %0, !22, !DIExpression(), !26)
    #dbg_value(ptr %1, !23, !DIExpression(), !26)
    #dbg_value(i64 %2, !24, !DIExpression(), !26)
  %4 = atomicrmw add ptr %0, i64 %2 seq_cst, align 8, !dbg !27
  %5 = atomicrmw or ptr %0, i64 %2 seq_cst, align 8, !dbg !28
  %6 = atomicrmw and ptr %0, i64 %2 seq_cst, align 8, !dbg !29
    #dbg_value(i64 poison, !25, !DIExpression(), !26)
  %7 = atomicrmw xor ptr %0, i64 %2 seq_cst, align 8, !dbg !30
  %8 = atomicrmw xchg ptr %0, i64 %2 seq_cst, align 8, !dbg !31
    #dbg_value(i64 poison, !25, !DIExpression(), !26)
  %9 = cmpxchg ptr %0, i64 %2, i64 5 seq_cst seq_cst, align 8, !dbg !32
  %10 = extractvalue { i64, i1 } %9, 0, !dbg !32
  %11 = trunc i64 %2 to i32, !dbg !33
  %12 = cmpxchg ptr %1, i32 %11, i32 6 seq_cst seq_cst, align 4, !dbg !34
  %13 = extractvalue { i32, i1 } %12, 0, !dbg !34
  %14 = zext i32 %13 to i64, !dbg !34
    #dbg_value(i64 %26, !25, !DIExpression(), !26)
  %15 = atomicrmw add ptr %1, i32 1 seq_cst, align 4, !dbg !35
  %16 = atomicrmw or ptr %1, i32 2 seq_cst, align 4, !dbg !36
  %17 = add i32 %16, %15, !dbg !37
  %18 = atomicrmw xor ptr %1, i32 4 seq_cst, align 4, !dbg !38
  %19 = add i32 %17, %18, !dbg !39
  %20 = zext i32 %19 to i64, !dbg !35
  %21 = add i64 %5, %4, !dbg !40
  %22 = add i64 %21, %6, !dbg !41
  %23 = add i64 %22, %7, !dbg !42
  %24 = add i64 %23, %8, !dbg !43
  %25 = add i64 %24, %10, !dbg !44
  %26 = add i64 %25, %14, !dbg !45
  %27 = add i64 %26, %20, !dbg !46
    #dbg_value(i64 %27, !25, !DIExpression(), !26)
  %28 = atomicrmw or ptr %0, i64 1 seq_cst, align 8, !dbg !47
  %29 = atomicrmw and ptr %1, i32 3 seq_cst, align 4, !dbg !48
  %30 = atomicrmw xor ptr %1, i32 9 seq_cst, align 4, !dbg !49
  ret i64 %27, !dbg !50
}

attributes #0 = { mustprogress nofree norecurse nounwind willreturn memory(argmem: readwrite) "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="v3" }

!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!5, !6, !7, !8, !9}
!llvm.errno.tbaa = !{!10}

!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, isOptimized: true, runtimeVersion: 0, emissionKind: FullDebug, retainedTypes: !2, splitDebugInlining: false, nameTableKind: None)
!1 = !DIFile(filename: "atomics.c", directory: ".", checksumkind: CSK_MD5, checksum: "eaf81678e375f6511f9c4a39dfa125fd")
!2 = !{!3}
!3 = !DIDerivedType(tag: DW_TAG_typedef, name: "u32", file: !1, line: 3, baseType: !4)
!4 = !DIBasicType(name: "unsigned int", size: 32, encoding: DW_ATE_unsigned)
!5 = !{i32 2, !"CodeView", i32 1}
!6 = !{i32 2, !"Debug Info Version", i32 3}
!7 = !{i32 1, !"wchar_size", i32 4}
!8 = !{i32 7, !"frame-pointer", i32 2}
!9 = !{i32 7, !"debug-info-assignment-tracking", i1 true}
!10 = !{!11, !11, i64 0}
!11 = !{!"int", !12, i64 0}
!12 = !{!"omnipotent char", !13, i64 0}
!13 = !{!"Simple C/C++ TBAA"}
!14 = distinct !DISubprogram(name: "all", scope: !1, file: !1, line: 5, type: !15, scopeLine: 6, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !0, retainedNodes: !21, keyInstructions: true)
!15 = !DISubroutineType(types: !16)
!16 = !{!17, !19, !20, !17}
!17 = !DIDerivedType(tag: DW_TAG_typedef, name: "u64", file: !1, line: 4, baseType: !18)
!18 = !DIBasicType(name: "unsigned long", size: 64, encoding: DW_ATE_unsigned)
!19 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !17, size: 64)
!20 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !3, size: 64)
!21 = !{!22, !23, !24, !25}
!22 = !DILocalVariable(name: "d", arg: 1, scope: !14, file: !1, line: 5, type: !19)
!23 = !DILocalVariable(name: "w", arg: 2, scope: !14, file: !1, line: 5, type: !20)
!24 = !DILocalVariable(name: "v", arg: 3, scope: !14, file: !1, line: 5, type: !17)
!25 = !DILocalVariable(name: "r", scope: !14, file: !1, line: 7, type: !17)
!26 = !DILocation(line: 0, scope: !14)
!27 = !DILocation(line: 7, column: 10, scope: !14)
!28 = !DILocation(line: 7, column: 39, scope: !14)
!29 = !DILocation(line: 7, column: 67, scope: !14)
!30 = !DILocation(line: 8, column: 7, scope: !14)
!31 = !DILocation(line: 8, column: 36, scope: !14)
!32 = !DILocation(line: 9, column: 7, scope: !14)
!33 = !DILocation(line: 9, column: 77, scope: !14)
!34 = !DILocation(line: 9, column: 46, scope: !14)
!35 = !DILocation(line: 10, column: 7, scope: !14)
!36 = !DILocation(line: 10, column: 36, scope: !14)
!37 = !DILocation(line: 10, column: 34, scope: !14)
!38 = !DILocation(line: 10, column: 64, scope: !14)
!39 = !DILocation(line: 10, column: 62, scope: !14)
!40 = !DILocation(line: 9, column: 44, scope: !14)
!41 = !DILocation(line: 8, column: 34, scope: !14)
!42 = !DILocation(line: 7, column: 37, scope: !14)
!43 = !DILocation(line: 7, column: 65, scope: !14, atomGroup: 1, atomRank: 2)
!44 = !DILocation(line: 8, column: 4, scope: !14, atomGroup: 2, atomRank: 2)
!45 = !DILocation(line: 9, column: 4, scope: !14, atomGroup: 3, atomRank: 2)
!46 = !DILocation(line: 10, column: 4, scope: !14, atomGroup: 4, atomRank: 2)
!47 = !DILocation(line: 11, column: 2, scope: !14)
!48 = !DILocation(line: 11, column: 29, scope: !14)
!49 = !DILocation(line: 11, column: 57, scope: !14)
!50 = !DILocation(line: 12, column: 2, scope: !14, atomGroup: 6, atomRank: 1)
