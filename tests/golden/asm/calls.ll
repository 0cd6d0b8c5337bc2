; What clang 22 -O2 -g makes of the source below, with BTF and no DWARF.
;
; /* Calls and jumps: static functions near and far, externs, weak and hidden symbols, aliases. */
; #define SEC(name) __attribute__((section(name), used))
; typedef unsigned int u32;
; typedef unsigned long u64;
; extern int outside(u64 value);
; __attribute__((weak)) int maybe(int value) { return value * 3; }
; __attribute__((visibility("hidden"), noinline)) int quiet(int value) { return value ^ 85; }
; static __attribute__((noinline)) u64 near(u64 a, u64 b) { asm volatile(""); return a / (b | 1); }
; SEC("elsewhere") static __attribute__((noinline)) u64 far(u64 a) { asm volatile(""); return a * 7 + 1; }
; extern __attribute__((alias("quiet"))) int alias_of_quiet(int value);
; SEC("xdp") int first(u32 *ctx)
; {
; 	u64 sum = 0;
; 	for (u32 i = 0; i < ctx[0]; i++) {
; 		sum += near(ctx[i], i);
; 		if (sum > 0xffffffffffUL)
; 			return outside(sum);
; 		sum ^= far(sum);
; 	}
; 	return maybe((int)sum) + quiet((int)sum) + alias_of_quiet(3);
; }
; SEC("xdp") int second(u32 *ctx) { return (int)near(ctx[1], ctx[2]) - (int)far(9); }
; char _license[] SEC("license") = "GPL";

source_filename = "calls.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpf"

@_license = dso_local global [4 x i8] c"GPL\00", section "license", align 1, !dbg !0
@llvm.compiler.used = appending global [4 x ptr] [ptr @_license, ptr @far, ptr @first, ptr @second], section "llvm.metadata"

@alias_of_quiet = dso_local alias i32 (i32), ptr @quiet

; Function Attrs: nounwind
define weak dso_local i32 @maybe(i32 noundef %0) local_unnamed_addr #0 !dbg !20 {
    #dbg_value(i32 %0, !24, !DIExpression(), !25)
  %2 = mul nsw i32 %0, 3, !dbg !26
  ret i32 %2, !dbg !27
}

; Function Attrs: mustprogress nofree noinline norecurse nosync nounwind willreturn memory(none)
define hidden noundef i32 @quiet(i32 noundef %0) #1 !dbg !28 {
    #dbg_value(i32 %0, !30, !DIExpression(), !31)
  %2 = xor i32 %0, 85, !dbg !32
  ret i32 %2, !dbg !33
}

; Function Attrs: noinline nounwind
define internal noundef i64 @far(i64 noundef %0) #2 section "elsewhere" !dbg !34 {
    #dbg_value(i64 %0, !40, !DIExpression(), !41)
  tail call void asm sideeffect "", ""() #4, !dbg !42, !srcloc !43
  %2 = mul i64 %0, 7, !dbg !44
  %3 = add i64 %2, 1, !dbg !45
  ret i64 %3, !dbg !46
}

; Function Attrs: nounwind
define dso_local i32 @first(ptr noundef readonly captures(none) %0) #0 section "xdp" !dbg !47 {
    #dbg_value(ptr %0, !54, !DIExpression(), !58)
    #dbg_value(i64 0, !55, !DIExpression(), !58)
    #dbg_value(i32 0, !56, !DIExpression(), !59)
  %2 = load i32, ptr %0, align 4, !dbg !60, !tbaa !16
  %3 = icmp eq i32 %2, 0, !dbg !62
  br i1 %3, label %24, label %4, !dbg !63

4:                                                ; preds = %1, %15
  %5 = phi i64 [ %18, %15 ], [ 0, %1 ]
  %6 = phi i64 [ %17, %15 ], [ 0, %1 ]
    #dbg_value(i64 %5, !56, !DIExpression(), !59)
    #dbg_value(i64 %6, !55, !DIExpression(), !58)
  %7 = getelementptr inbounds nuw i32, ptr %0, i64 %5, !dbg !64
  %8 = load i32, ptr %7, align 4, !dbg !64, !tbaa !16
  %9 = zext i32 %8 to i64, !dbg !64
  %10 = tail call fastcc i64 @near(i64 noundef %9, i64 noundef %5), !dbg !66
  %11 = add i64 %10, %6, !dbg !67
    #dbg_value(i64 %11, !55, !DIExpression(), !58)
  %12 = icmp ugt i64 %11, 1099511627775, !dbg !68
  br i1 %12, label %13, label %15, !dbg !70

13:                                               ; preds = %4
  %14 = tail call i32 @outside(i64 noundef %11) #4, !dbg !71
    #dbg_value(i64 poison, !55, !DIExpression(), !58)
  br label %31

15:                                               ; preds = %4
  %16 = tail call i64 @far(i64 noundef %11), !dbg !72
  %17 = xor i64 %16, %11, !dbg !73
    #dbg_value(i64 %17, !55, !DIExpression(), !58)
  %18 = add nuw nsw i64 %5, 1, !dbg !74
    #dbg_value(i64 %18, !56, !DIExpression(), !59)
  %19 = load i32, ptr %0, align 4, !dbg !60, !tbaa !16
  %20 = zext i32 %19 to i64, !dbg !75
  %21 = icmp samesign ult i64 %18, %20, !dbg !75
  br i1 %21, label %4, label %22, !dbg !76, !llvm.loop !77

22:                                               ; preds = %15
  %23 = trunc i64 %17 to i32, !dbg !81
  br label %24, !dbg !81

24:                                               ; preds = %22, %1
  %25 = phi i32 [ 0, %1 ], [ %23, %22 ], !dbg !58
    #dbg_value(i64 poison, !55, !DIExpression(), !58)
  %26 = tail call i32 @maybe(i32 noundef %25), !dbg !82
  %27 = tail call i32 @quiet(i32 noundef %25), !dbg !83
  %28 = add nsw i32 %27, %26, !dbg !84
  %29 = tail call i32 @quiet(i32 noundef 3), !dbg !85
  %30 = add nsw i32 %28, %29, !dbg !86
  br label %31, !dbg !87

31:                                               ; preds = %13, %24
  %32 = phi i32 [ %30, %24 ], [ %14, %13 ], !dbg !58
  ret i32 %32, !dbg !88
}

; Function Attrs: noinline nounwind
define internal fastcc range(i64 0, 4294967296) i64 @near(i64 noundef range(i64 0, 4294967296) %0, i64 noundef range(i64 0, 4294967296) %1) unnamed_addr #2 !dbg !89 {
    #dbg_value(i64 %0, !93, !DIExpression(), !95)
    #dbg_value(i64 %1, !94, !DIExpression(), !95)
  tail call void asm sideeffect "", ""() #4, !dbg !96, !srcloc !97
  %3 = trunc nuw i64 %0 to i32, !dbg !98
  %4 = trunc nuw i64 %1 to i32, !dbg !98
  %5 = or i32 %4, 1, !dbg !98
  %6 = udiv i32 %3, %5, !dbg !98
  %7 = zext i32 %6 to i64, !dbg !98
  ret i64 %7, !dbg !99
}

declare !dbg !100 dso_local i32 @outside(i64 noundef) local_unnamed_addr #3

; Function Attrs: nounwind
define dso_local i32 @second(ptr noundef readonly captures(none) %0) #0 section "xdp" !dbg !105 {
    #dbg_value(ptr %0, !107, !DIExpression(), !108)
  %2 = getelementptr inbounds nuw i8, ptr %0, i64 4, !dbg !109
  %3 = load i32, ptr %2, align 4, !dbg !109, !tbaa !16
  %4 = zext i32 %3 to i64, !dbg !109
  %5 = getelementptr inbounds nuw i8, ptr %0, i64 8, !dbg !110
  %6 = load i32, ptr %5, align 4, !dbg !110, !tbaa !16
  %7 = zext i32 %6 to i64, !dbg !110
  %8 = tail call fastcc i64 @near(i64 noundef %4, i64 noundef %7), !dbg !111
  %9 = trunc nuw i64 %8 to i32, !dbg !112
  %10 = tail call i64 @far(i64 noundef 9), !dbg !113
  %11 = trunc i64 %10 to i32, !dbg !114
  %12 = sub nsw i32 %9, %11, !dbg !115
  ret i32 %12, !dbg !116
}

attributes #0 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="v3" }
attributes #1 = { mustprogress nofree noinline norecurse nosync nounwind willreturn memory(none) "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="v3" }
attributes #2 = { noinline nounwind "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="v3" }
attributes #3 = { "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="v3" }
attributes #4 = { nounwind }

!llvm.dbg.cu = !{!2}
!llvm.module.flags = !{!11, !12, !13, !14, !15}
!llvm.errno.tbaa = !{!16}

!0 = !DIGlobalVariableExpression(var: !1, expr: !DIExpression())
!1 = distinct !DIGlobalVariable(name: "_license", scope: !2, file: !3, line: 23, type: !7, isLocal: false, isDefinition: true)
!2 = distinct !DICompileUnit(language: DW_LANG_C11, file: !3, isOptimized: true, runtimeVersion: 0, emissionKind: FullDebug, retainedTypes: !4, globals: !6, splitDebugInlining: false, nameTableKind: None)
!3 = !DIFile(filename: "calls.c", directory: ".", checksumkind: CSK_MD5, checksum: "82b28b0831d2e3050c3b7dfa4f6c5fca")
!4 = !{!5}
!5 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!6 = !{!0}
!7 = !DICompositeType(tag: DW_TAG_array_type, baseType: !8, size: 32, elements: !9)
!8 = !DIBasicType(name: "char", size: 8, encoding: DW_ATE_signed_char)
!9 = !{!10}
!10 = !DISubrange(count: 4)
!11 = !{i32 2, !"CodeView", i32 1}
!12 = !{i32 2, !"Debug Info Version", i32 3}
!13 = !{i32 1, !"wchar_size", i32 4}
!14 = !{i32 7, !"frame-pointer", i32 2}
!15 = !{i32 7, !"debug-info-assignment-tracking", i1 true}
!16 = !{!17, !17, i64 0}
!17 = !{!"int", !18, i64 0}
!18 = !{!"omnipotent char", !19, i64 0}
!19 = !{!"Simple C/C++ TBAA"}
!20 = distinct !DISubprogram(name: "maybe", scope: !3, file: !3, line: 6, type: !21, scopeLine: 6, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !2, retainedNodes: !23, keyInstructions: true)
!21 = !DISubroutineType(types: !22)
!22 = !{!5, !5}
!23 = !{!24}
!24 = !DILocalVariable(name: "value", arg: 1, scope: !20, file: !3, line: 6, type: !5)
!25 = !DILocation(line: 0, scope: !20)
!26 = !DILocation(line: 6, column: 59, scope: !20, atomGroup: 1, atomRank: 2)
!27 = !DILocation(line: 6, column: 46, scope: !20, atomGroup: 1, atomRank: 1)
!28 = distinct !DISubprogram(name: "quiet", scope: !3, file: !3, line: 7, type: !21, scopeLine: 7, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !2, retainedNodes: !29, keyInstructions: true)
!29 = !{!30}
!30 = !DILocalVariable(name: "value", arg: 1, scope: !28, file: !3, line: 7, type: !5)
!31 = !DILocation(line: 0, scope: !28)
!32 = !DILocation(line: 7, column: 85, scope: !28, atomGroup: 1, atomRank: 2)
!33 = !DILocation(line: 7, column: 72, scope: !28, atomGroup: 1, atomRank: 1)
!34 = distinct !DISubprogram(name: "far", scope: !3, file: !3, line: 9, type: !35, scopeLine: 9, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !2, retainedNodes: !39, keyInstructions: true)
!35 = !DISubroutineType(types: !36)
!36 = !{!37, !37}
!37 = !DIDerivedType(tag: DW_TAG_typedef, name: "u64", file: !3, line: 4, baseType: !38)
!38 = !DIBasicType(name: "unsigned long", size: 64, encoding: DW_ATE_unsigned)
!39 = !{!40}
!40 = !DILocalVariable(name: "a", arg: 1, scope: !34, file: !3, line: 9, type: !37)
!41 = !DILocation(line: 0, scope: !34)
!42 = !DILocation(line: 9, column: 68, scope: !34, atomGroup: 1, atomRank: 1)
!43 = !{i64 573}
!44 = !DILocation(line: 9, column: 95, scope: !34)
!45 = !DILocation(line: 9, column: 99, scope: !34, atomGroup: 2, atomRank: 2)
!46 = !DILocation(line: 9, column: 86, scope: !34, atomGroup: 2, atomRank: 1)
!47 = distinct !DISubprogram(name: "first", scope: !3, file: !3, line: 11, type: !48, scopeLine: 12, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !2, retainedNodes: !53, keyInstructions: true)
!48 = !DISubroutineType(types: !49)
!49 = !{!5, !50}
!50 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !51, size: 64)
!51 = !DIDerivedType(tag: DW_TAG_typedef, name: "u32", file: !3, line: 3, baseType: !52)
!52 = !DIBasicType(name: "unsigned int", size: 32, encoding: DW_ATE_unsigned)
!53 = !{!54, !55, !56}
!54 = !DILocalVariable(name: "ctx", arg: 1, scope: !47, file: !3, line: 11, type: !50)
!55 = !DILocalVariable(name: "sum", scope: !47, file: !3, line: 13, type: !37)
!56 = !DILocalVariable(name: "i", scope: !57, file: !3, line: 14, type: !51)
!57 = distinct !DILexicalBlock(scope: !47, file: !3, line: 14, column: 2)
!58 = !DILocation(line: 0, scope: !47)
!59 = !DILocation(line: 0, scope: !57)
!60 = !DILocation(line: 14, column: 22, scope: !61)
!61 = distinct !DILexicalBlock(scope: !57, file: !3, line: 14, column: 2)
!62 = !DILocation(line: 14, column: 20, scope: !61, atomGroup: 13, atomRank: 1)
!63 = !DILocation(line: 14, column: 2, scope: !57, atomGroup: 14, atomRank: 1)
!64 = !DILocation(line: 15, column: 15, scope: !65)
!65 = distinct !DILexicalBlock(scope: !61, file: !3, line: 14, column: 35)
!66 = !DILocation(line: 15, column: 10, scope: !65)
!67 = !DILocation(line: 15, column: 7, scope: !65, atomGroup: 5, atomRank: 2)
!68 = !DILocation(line: 16, column: 11, scope: !69, atomGroup: 6, atomRank: 2)
!69 = distinct !DILexicalBlock(scope: !65, file: !3, line: 16, column: 7)
!70 = !DILocation(line: 16, column: 11, scope: !69, atomGroup: 6, atomRank: 1)
!71 = !DILocation(line: 17, column: 11, scope: !69, atomGroup: 7, atomRank: 2)
!72 = !DILocation(line: 18, column: 10, scope: !65)
!73 = !DILocation(line: 18, column: 7, scope: !65, atomGroup: 8, atomRank: 2)
!74 = !DILocation(line: 14, column: 31, scope: !61, atomGroup: 9, atomRank: 2)
!75 = !DILocation(line: 14, column: 20, scope: !61, atomGroup: 3, atomRank: 1)
!76 = !DILocation(line: 14, column: 2, scope: !57, atomGroup: 4, atomRank: 1)
!77 = distinct !{!77, !78, !79, !80}
!78 = !DILocation(line: 14, column: 2, scope: !57)
!79 = !DILocation(line: 19, column: 2, scope: !57)
!80 = !{!"llvm.loop.mustprogress"}
!81 = !DILocation(line: 20, column: 15, scope: !47)
!82 = !DILocation(line: 20, column: 9, scope: !47)
!83 = !DILocation(line: 20, column: 27, scope: !47)
!84 = !DILocation(line: 20, column: 25, scope: !47)
!85 = !DILocation(line: 20, column: 45, scope: !47)
!86 = !DILocation(line: 20, column: 43, scope: !47, atomGroup: 11, atomRank: 2)
!87 = !DILocation(line: 20, column: 2, scope: !47, atomGroup: 11, atomRank: 1)
!88 = !DILocation(line: 21, column: 1, scope: !47, atomGroup: 12, atomRank: 1)
!89 = distinct !DISubprogram(name: "near", scope: !3, file: !3, line: 8, type: !90, scopeLine: 8, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !2, retainedNodes: !92, keyInstructions: true)
!90 = !DISubroutineType(types: !91)
!91 = !{!37, !37, !37}
!92 = !{!93, !94}
!93 = !DILocalVariable(name: "a", arg: 1, scope: !89, file: !3, line: 8, type: !37)
!94 = !DILocalVariable(name: "b", arg: 2, scope: !89, file: !3, line: 8, type: !37)
!95 = !DILocation(line: 0, scope: !89)
!96 = !DILocation(line: 8, column: 59, scope: !89, atomGroup: 1, atomRank: 1)
!97 = !{i64 466}
!98 = !DILocation(line: 8, column: 86, scope: !89, atomGroup: 2, atomRank: 2)
!99 = !DILocation(line: 8, column: 77, scope: !89, atomGroup: 2, atomRank: 1)
!100 = !DISubprogram(name: "outside", scope: !3, file: !3, line: 5, type: !101, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized, retainedNodes: !103)
!101 = !DISubroutineType(types: !102)
!102 = !{!5, !37}
!103 = !{!104}
!104 = !DILocalVariable(name: "value", arg: 1, scope: !100, file: !3, line: 5, type: !37)
!105 = distinct !DISubprogram(name: "second", scope: !3, file: !3, line: 22, type: !48, scopeLine: 22, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !2, retainedNodes: !106, keyInstructions: true)
!106 = !{!107}
!107 = !DILocalVariable(name: "ctx", arg: 1, scope: !105, file: !3, line: 22, type: !50)
!108 = !DILocation(line: 0, scope: !105)
!109 = !DILocation(line: 22, column: 52, scope: !105)
!110 = !DILocation(line: 22, column: 60, scope: !105)
!111 = !DILocation(line: 22, column: 47, scope: !105)
!112 = !DILocation(line: 22, column: 42, scope: !105)
!113 = !DILocation(line: 22, column: 75, scope: !105)
!114 = !DILocation(line: 22, column: 70, scope: !105)
!115 = !DILocation(line: 22, column: 68, scope: !105, atomGroup: 1, atomRank: 2)
!116 = !DILocation(line: 22, column: 35, scope: !105, atomGroup: 1, atomRank: 1)
