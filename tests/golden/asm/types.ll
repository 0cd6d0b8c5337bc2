; What clang 22 -O2 -g makes of the source below, with BTF and no DWARF.
;
; /* Instructions of every kind that the back end selects by -mcpu: widths, signs, swaps, atomics. */
; #define SEC(name) __attribute__((section(name), used))
; typedef unsigned char u8;
; typedef unsigned short u16;
; typedef unsigned int u32;
; typedef unsigned long u64;
; struct ctx { signed char b; short h; int w; long d; u8 ub; u16 uh; u32 uw; u64 ud; };
; SEC("one") long widths(struct ctx *c)
; {
; 	c->ub = 7; c->uh = 0x1234; c->uw = 0x80000000; c->ud = 0x123456789abcdefUL;
; 	return c->b + c->h + c->w + c->d + c->ub + c->uh + c->uw + (long)c->ud;
; }
; SEC("one") u64 swaps(struct ctx *c)
; {
; 	return __builtin_bswap16(c->uh) + __builtin_bswap32(c->uw) + __builtin_bswap64(c->ud);
; }
; SEC("two") int compare(struct ctx *c)
; {
; 	int r = 0;
; 	if (c->w < -3) r |= 1;
; 	if (c->uw < 100) r |= 2;
; 	if (c->d >= c->w) r |= 4;
; 	if (c->ud <= c->uw) r |= 8;
; 	if (c->ud & 0x40) r |= 16;
; 	return -r >> 1;
; }
; SEC("two") u64 shifts(struct ctx *c) { return (c->ud << c->ub) | ((c->ud % 10) * c->uw) | (c->d >> 5); }
; SEC("atomic") void add(struct ctx *c) { __sync_fetch_and_add(&c->ud, 3); __sync_fetch_and_add(&c->uw, 1); }

source_filename = "types.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpf"

@llvm.compiler.used = appending global [5 x ptr] [ptr @add, ptr @compare, ptr @shifts, ptr @swaps, ptr @widths], section "llvm.metadata"

; Function Attrs: mustprogress nofree norecurse nosync nounwind willreturn memory(argmem: readwrite)
define dso_local range(i64 -9141386505490800598, -9223372036854775808) i64 @widths(ptr noundef captures(none) initializes((16, 17), (18, 32)) %0) #0 section "one" !dbg !13 {
    #dbg_value(ptr %0, !39, !DIExpression(), !40)
  %2 = getelementptr inbounds nuw i8, ptr %0, i64 16, !dbg !41
  store i8 7, ptr %2, align 8, !dbg !42, !tbaa !43
  %3 = getelementptr inbounds nuw i8, ptr %0, i64 18, !dbg !47
  store i16 4660, ptr %3, align 2, !dbg !48, !tbaa !49
  %4 = getelementptr inbounds nuw i8, ptr %0, i64 20, !dbg !50
  store i32 -2147483648, ptr %4, align 4, !dbg !51, !tbaa !52
  %5 = getelementptr inbounds nuw i8, ptr %0, i64 24, !dbg !53
  store i64 81985529216486895, ptr %5, align 8, !dbg !54, !tbaa !55
  %6 = load i8, ptr %0, align 8, !dbg !56, !tbaa !57
  %7 = sext i8 %6 to i32, !dbg !58
  %8 = getelementptr inbounds nuw i8, ptr %0, i64 2, !dbg !59
  %9 = load i16, ptr %8, align 2, !dbg !59, !tbaa !60
  %10 = sext i16 %9 to i32, !dbg !61
  %11 = add nsw i32 %10, %7, !dbg !62
  %12 = getelementptr inbounds nuw i8, ptr %0, i64 4, !dbg !63
  %13 = load i32, ptr %12, align 4, !dbg !63, !tbaa !64
  %14 = add nsw i32 %11, %13, !dbg !65
  %15 = sext i32 %14 to i64, !dbg !58
  %16 = getelementptr inbounds nuw i8, ptr %0, i64 8, !dbg !66
  %17 = load i64, ptr %16, align 8, !dbg !66, !tbaa !67
  %18 = add i64 %17, 81985531363975210, !dbg !68
  %19 = add i64 %18, %15, !dbg !69
  ret i64 %19, !dbg !70
}

; Function Attrs: mustprogress nofree norecurse nosync nounwind willreturn memory(argmem: read)
define dso_local i64 @swaps(ptr noundef readonly captures(none) %0) #1 section "one" !dbg !71 {
    #dbg_value(ptr %0, !75, !DIExpression(), !76)
  %2 = getelementptr inbounds nuw i8, ptr %0, i64 18, !dbg !77
  %3 = load i16, ptr %2, align 2, !dbg !77, !tbaa !49
  %4 = tail call i16 @llvm.bswap.i16(i16 %3), !dbg !78
  %5 = zext i16 %4 to i32, !dbg !78
  %6 = getelementptr inbounds nuw i8, ptr %0, i64 20, !dbg !79
  %7 = load i32, ptr %6, align 4, !dbg !79, !tbaa !52
  %8 = tail call i32 @llvm.bswap.i32(i32 %7), !dbg !80
  %9 = add i32 %8, %5, !dbg !81
  %10 = zext i32 %9 to i64, !dbg !78
  %11 = getelementptr inbounds nuw i8, ptr %0, i64 24, !dbg !82
  %12 = load i64, ptr %11, align 8, !dbg !82, !tbaa !55
  %13 = tail call i64 @llvm.bswap.i64(i64 %12), !dbg !83
  %14 = add i64 %13, %10, !dbg !84
  ret i64 %14, !dbg !85
}

; Function Attrs: mustprogress nocallback nocreateundeforpoison nofree nosync nounwind speculatable willreturn memory(none)
declare i16 @llvm.bswap.i16(i16) #2

; Function Attrs: mustprogress nocallback nocreateundeforpoison nofree nosync nounwind speculatable willreturn memory(none)
declare i32 @llvm.bswap.i32(i32) #2

; Function Attrs: mustprogress nocallback nocreateundeforpoison nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.bswap.i64(i64) #2

; Function Attrs: mustprogress nofree norecurse nosync nounwind willreturn memory(argmem: read)
define dso_local range(i32 -16, 1) i32 @compare(ptr noundef readonly captures(none) %0) #1 section "two" !dbg !86 {
    #dbg_value(ptr %0, !90, !DIExpression(), !92)
    #dbg_value(i32 0, !91, !DIExpression(), !92)
  %2 = getelementptr inbounds nuw i8, ptr %0, i64 4, !dbg !93
  %3 = load i32, ptr %2, align 4, !dbg !93, !tbaa !64
  %4 = icmp slt i32 %3, -3, !dbg !95
  %5 = zext i1 %4 to i32, !dbg !96
    #dbg_value(i32 %5, !91, !DIExpression(), !92)
  %6 = getelementptr inbounds nuw i8, ptr %0, i64 20, !dbg !97
  %7 = load i32, ptr %6, align 4, !dbg !97, !tbaa !52
  %8 = icmp ult i32 %7, 100, !dbg !99
  %9 = or disjoint i32 %5, 2, !dbg !100
  %10 = select i1 %8, i32 %9, i32 %5, !dbg !100
    #dbg_value(i32 %10, !91, !DIExpression(), !92)
  %11 = getelementptr inbounds nuw i8, ptr %0, i64 8, !dbg !101
  %12 = load i64, ptr %11, align 8, !dbg !101, !tbaa !67
  %13 = sext i32 %3 to i64, !dbg !103
  %14 = icmp slt i64 %12, %13, !dbg !104
  %15 = or disjoint i32 %10, 4, !dbg !105
  %16 = select i1 %14, i32 %10, i32 %15, !dbg !105
    #dbg_value(i32 %16, !91, !DIExpression(), !92)
  %17 = getelementptr inbounds nuw i8, ptr %0, i64 24, !dbg !106
  %18 = load i64, ptr %17, align 8, !dbg !106, !tbaa !55
  %19 = zext i32 %7 to i64, !dbg !108
  %20 = icmp ugt i64 %18, %19, !dbg !109
  %21 = or disjoint i32 %16, 8, !dbg !110
  %22 = select i1 %20, i32 %16, i32 %21, !dbg !110
    #dbg_value(i32 %22, !91, !DIExpression(), !92)
  %23 = trunc i64 %18 to i32, !dbg !111
  %24 = lshr i32 %23, 2, !dbg !111
  %25 = and i32 %24, 16, !dbg !111
  %26 = or i32 %22, %25, !dbg !111
    #dbg_value(i32 %26, !91, !DIExpression(), !92)
  %27 = sub nsw i32 0, %26, !dbg !113
  %28 = ashr i32 %27, 1, !dbg !114
  ret i32 %28, !dbg !115
}

; Function Attrs: mustprogress nofree norecurse nosync nounwind willreturn memory(argmem: read)
define dso_local i64 @shifts(ptr noundef readonly captures(none) %0) #1 section "two" !dbg !116 {
    #dbg_value(ptr %0, !118, !DIExpression(), !119)
  %2 = getelementptr inbounds nuw i8, ptr %0, i64 24, !dbg !120
  %3 = load i64, ptr %2, align 8, !dbg !120, !tbaa !55
  %4 = getelementptr inbounds nuw i8, ptr %0, i64 16, !dbg !121
  %5 = load i8, ptr %4, align 8, !dbg !121, !tbaa !43
  %6 = zext nneg i8 %5 to i64, !dbg !122
  %7 = shl i64 %3, %6, !dbg !122
  %8 = urem i64 %3, 10, !dbg !123
  %9 = getelementptr inbounds nuw i8, ptr %0, i64 20, !dbg !124
  %10 = load i32, ptr %9, align 4, !dbg !124, !tbaa !52
  %11 = zext i32 %10 to i64, !dbg !125
  %12 = mul nuw nsw i64 %8, %11, !dbg !126
  %13 = or i64 %12, %7, !dbg !127
  %14 = getelementptr inbounds nuw i8, ptr %0, i64 8, !dbg !128
  %15 = load i64, ptr %14, align 8, !dbg !128, !tbaa !67
  %16 = ashr i64 %15, 5, !dbg !129
  %17 = or i64 %13, %16, !dbg !130
  ret i64 %17, !dbg !131
}

; Function Attrs: mustprogress nofree norecurse nounwind willreturn memory(argmem: readwrite)
define dso_local void @add(ptr noundef captures(none) %0) #3 section "atomic" !dbg !132 {
    #dbg_value(ptr %0, !136, !DIExpression(), !137)
  %2 = getelementptr inbounds nuw i8, ptr %0, i64 24, !dbg !138
  %3 = atomicrmw add ptr %2, i64 3 seq_cst, align 8, !dbg !139
  %4 = getelementptr inbounds nuw i8, ptr %0, i64 20, !dbg !140
  %5 = atomicrmw add ptr %4, i32 1 seq_cst, align 4, !dbg !141
  ret void, !dbg !142
}

attributes #0 = { mustprogress nofree norecurse nosync nounwind willreturn memory(argmem: readwrite) "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="v3" }
attributes #1 = { mustprogress nofree norecurse nosync nounwind willreturn memory(argmem: read) "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="v3" }
attributes #2 = { mustprogress nocallback nocreateundeforpoison nofree nosync nounwind speculatable willreturn memory(none) }
attributes #3 = { mustprogress nofree norecurse nounwind willreturn memory(argmem: readwrite) "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="v3" }

!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!4, !5, !6, !7, !8}
!llvm.errno.tbaa = !{!9}

!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, isOptimized: true, runtimeVersion: 0, emissionKind: FullDebug, retainedTypes: !2, splitDebugInlining: false, nameTableKind: None)
!1 = !DIFile(filename: "types.c", directory: ".", checksumkind: CSK_MD5, checksum: "13e78024ca1a0a3715fc2111071d1d2c")
!2 = !{!3}
!3 = !DIBasicType(name: "long", size: 64, encoding: DW_ATE_signed)
!4 = !{i32 2, !"CodeView", i32 1}
!5 = !{i32 2, !"Debug Info Version", i32 3}
!6 = !{i32 1, !"wchar_size", i32 4}
!7 = !{i32 7, !"frame-pointer", i32 2}
!8 = !{i32 7, !"debug-info-assignment-tracking", i1 true}
!9 = !{!10, !10, i64 0}
!10 = !{!"int", !11, i64 0}
!11 = !{!"omnipotent char", !12, i64 0}
!12 = !{!"Simple C/C++ TBAA"}
!13 = distinct !DISubprogram(name: "widths", scope: !1, file: !1, line: 8, type: !14, scopeLine: 9, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !0, retainedNodes: !38, keyInstructions: true)
!14 = !DISubroutineType(types: !15)
!15 = !{!3, !16}
!16 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !17, size: 64)
!17 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "ctx", file: !1, line: 7, size: 256, elements: !18)
!18 = !{!19, !21, !23, !25, !26, !29, !32, !35}
!19 = !DIDerivedType(tag: DW_TAG_member, name: "b", scope: !17, file: !1, line: 7, baseType: !20, size: 8)
!20 = !DIBasicType(name: "signed char", size: 8, encoding: DW_ATE_signed_char)
!21 = !DIDerivedType(tag: DW_TAG_member, name: "h", scope: !17, file: !1, line: 7, baseType: !22, size: 16, offset: 16)
!22 = !DIBasicType(name: "short", size: 16, encoding: DW_ATE_signed)
!23 = !DIDerivedType(tag: DW_TAG_member, name: "w", scope: !17, file: !1, line: 7, baseType: !24, size: 32, offset: 32)
!24 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!25 = !DIDerivedType(tag: DW_TAG_member, name: "d", scope: !17, file: !1, line: 7, baseType: !3, size: 64, offset: 64)
!26 = !DIDerivedType(tag: DW_TAG_member, name: "ub", scope: !17, file: !1, line: 7, baseType: !27, size: 8, offset: 128)
!27 = !DIDerivedType(tag: DW_TAG_typedef, name: "u8", file: !1, line: 3, baseType: !28)
!28 = !DIBasicType(name: "unsigned char", size: 8, encoding: DW_ATE_unsigned_char)
!29 = !DIDerivedType(tag: DW_TAG_member, name: "uh", scope: !17, file: !1, line: 7, baseType: !30, size: 16, offset: 144)
!30 = !DIDerivedType(tag: DW_TAG_typedef, name: "u16", file: !1, line: 4, baseType: !31)
!31 = !DIBasicType(name: "unsigned short", size: 16, encoding: DW_ATE_unsigned)
!32 = !DIDerivedType(tag: DW_TAG_member, name: "uw", scope: !17, file: !1, line: 7, baseType: !33, size: 32, offset: 160)
!33 = !DIDerivedType(tag: DW_TAG_typedef, name: "u32", file: !1, line: 5, baseType: !34)
!34 = !DIBasicType(name: "unsigned int", size: 32, encoding: DW_ATE_unsigned)
!35 = !DIDerivedType(tag: DW_TAG_member, name: "ud", scope: !17, file: !1, line: 7, baseType: !36, size: 64, offset: 192)
!36 = !DIDerivedType(tag: DW_TAG_typedef, name: "u64", file: !1, line: 6, baseType: !37)
!37 = !DIBasicType(name: "unsigned long", size: 64, encoding: DW_ATE_unsigned)
!38 = !{!39}
!39 = !DILocalVariable(name: "c", arg: 1, scope: !13, file: !1, line: 8, type: !16)
!40 = !DILocation(line: 0, scope: !13)
!41 = !DILocation(line: 10, column: 5, scope: !13)
!42 = !DILocation(line: 10, column: 8, scope: !13, atomGroup: 1, atomRank: 1)
!43 = !{!44, !11, i64 16}
!44 = !{!"ctx", !11, i64 0, !45, i64 2, !10, i64 4, !46, i64 8, !11, i64 16, !45, i64 18, !10, i64 20, !46, i64 24}
!45 = !{!"short", !11, i64 0}
!46 = !{!"long", !11, i64 0}
!47 = !DILocation(line: 10, column: 16, scope: !13)
!48 = !DILocation(line: 10, column: 19, scope: !13, atomGroup: 2, atomRank: 1)
!49 = !{!44, !45, i64 18}
!50 = !DILocation(line: 10, column: 32, scope: !13)
!51 = !DILocation(line: 10, column: 35, scope: !13, atomGroup: 3, atomRank: 1)
!52 = !{!44, !10, i64 20}
!53 = !DILocation(line: 10, column: 52, scope: !13)
!54 = !DILocation(line: 10, column: 55, scope: !13, atomGroup: 4, atomRank: 1)
!55 = !{!44, !46, i64 24}
!56 = !DILocation(line: 11, column: 12, scope: !13)
!57 = !{!44, !11, i64 0}
!58 = !DILocation(line: 11, column: 9, scope: !13)
!59 = !DILocation(line: 11, column: 19, scope: !13)
!60 = !{!44, !45, i64 2}
!61 = !DILocation(line: 11, column: 16, scope: !13)
!62 = !DILocation(line: 11, column: 14, scope: !13)
!63 = !DILocation(line: 11, column: 26, scope: !13)
!64 = !{!44, !10, i64 4}
!65 = !DILocation(line: 11, column: 21, scope: !13)
!66 = !DILocation(line: 11, column: 33, scope: !13)
!67 = !{!44, !46, i64 8}
!68 = !DILocation(line: 11, column: 28, scope: !13)
!69 = !DILocation(line: 11, column: 59, scope: !13, atomGroup: 5, atomRank: 2)
!70 = !DILocation(line: 11, column: 2, scope: !13, atomGroup: 5, atomRank: 1)
!71 = distinct !DISubprogram(name: "swaps", scope: !1, file: !1, line: 13, type: !72, scopeLine: 14, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !0, retainedNodes: !74, keyInstructions: true)
!72 = !DISubroutineType(types: !73)
!73 = !{!36, !16}
!74 = !{!75}
!75 = !DILocalVariable(name: "c", arg: 1, scope: !71, file: !1, line: 13, type: !16)
!76 = !DILocation(line: 0, scope: !71)
!77 = !DILocation(line: 15, column: 30, scope: !71)
!78 = !DILocation(line: 15, column: 9, scope: !71)
!79 = !DILocation(line: 15, column: 57, scope: !71)
!80 = !DILocation(line: 15, column: 36, scope: !71)
!81 = !DILocation(line: 15, column: 34, scope: !71)
!82 = !DILocation(line: 15, column: 84, scope: !71)
!83 = !DILocation(line: 15, column: 63, scope: !71)
!84 = !DILocation(line: 15, column: 61, scope: !71, atomGroup: 1, atomRank: 2)
!85 = !DILocation(line: 15, column: 2, scope: !71, atomGroup: 1, atomRank: 1)
!86 = distinct !DISubprogram(name: "compare", scope: !1, file: !1, line: 17, type: !87, scopeLine: 18, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !0, retainedNodes: !89, keyInstructions: true)
!87 = !DISubroutineType(types: !88)
!88 = !{!24, !16}
!89 = !{!90, !91}
!90 = !DILocalVariable(name: "c", arg: 1, scope: !86, file: !1, line: 17, type: !16)
!91 = !DILocalVariable(name: "r", scope: !86, file: !1, line: 19, type: !24)
!92 = !DILocation(line: 0, scope: !86)
!93 = !DILocation(line: 20, column: 9, scope: !94)
!94 = distinct !DILexicalBlock(scope: !86, file: !1, line: 20, column: 6)
!95 = !DILocation(line: 20, column: 11, scope: !94, atomGroup: 2, atomRank: 2)
!96 = !DILocation(line: 20, column: 11, scope: !94, atomGroup: 2, atomRank: 1)
!97 = !DILocation(line: 21, column: 9, scope: !98)
!98 = distinct !DILexicalBlock(scope: !86, file: !1, line: 21, column: 6)
!99 = !DILocation(line: 21, column: 12, scope: !98, atomGroup: 4, atomRank: 2)
!100 = !DILocation(line: 21, column: 12, scope: !98, atomGroup: 4, atomRank: 1)
!101 = !DILocation(line: 22, column: 9, scope: !102)
!102 = distinct !DILexicalBlock(scope: !86, file: !1, line: 22, column: 6)
!103 = !DILocation(line: 22, column: 14, scope: !102)
!104 = !DILocation(line: 22, column: 11, scope: !102, atomGroup: 6, atomRank: 2)
!105 = !DILocation(line: 22, column: 11, scope: !102, atomGroup: 6, atomRank: 1)
!106 = !DILocation(line: 23, column: 9, scope: !107)
!107 = distinct !DILexicalBlock(scope: !86, file: !1, line: 23, column: 6)
!108 = !DILocation(line: 23, column: 15, scope: !107)
!109 = !DILocation(line: 23, column: 12, scope: !107, atomGroup: 8, atomRank: 2)
!110 = !DILocation(line: 23, column: 12, scope: !107, atomGroup: 8, atomRank: 1)
!111 = !DILocation(line: 24, column: 12, scope: !112, atomGroup: 10, atomRank: 1)
!112 = distinct !DILexicalBlock(scope: !86, file: !1, line: 24, column: 6)
!113 = !DILocation(line: 25, column: 9, scope: !86)
!114 = !DILocation(line: 25, column: 12, scope: !86, atomGroup: 13, atomRank: 2)
!115 = !DILocation(line: 25, column: 2, scope: !86, atomGroup: 13, atomRank: 1)
!116 = distinct !DISubprogram(name: "shifts", scope: !1, file: !1, line: 27, type: !72, scopeLine: 27, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !0, retainedNodes: !117, keyInstructions: true)
!117 = !{!118}
!118 = !DILocalVariable(name: "c", arg: 1, scope: !116, file: !1, line: 27, type: !16)
!119 = !DILocation(line: 0, scope: !116)
!120 = !DILocation(line: 27, column: 51, scope: !116)
!121 = !DILocation(line: 27, column: 60, scope: !116)
!122 = !DILocation(line: 27, column: 54, scope: !116)
!123 = !DILocation(line: 27, column: 74, scope: !116)
!124 = !DILocation(line: 27, column: 85, scope: !116)
!125 = !DILocation(line: 27, column: 82, scope: !116)
!126 = !DILocation(line: 27, column: 80, scope: !116)
!127 = !DILocation(line: 27, column: 64, scope: !116)
!128 = !DILocation(line: 27, column: 95, scope: !116)
!129 = !DILocation(line: 27, column: 97, scope: !116)
!130 = !DILocation(line: 27, column: 89, scope: !116, atomGroup: 1, atomRank: 2)
!131 = !DILocation(line: 27, column: 40, scope: !116, atomGroup: 1, atomRank: 1)
!132 = distinct !DISubprogram(name: "add", scope: !1, file: !1, line: 28, type: !133, scopeLine: 28, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !0, retainedNodes: !135, keyInstructions: true)
!133 = !DISubroutineType(types: !134)
!134 = !{null, !16}
!135 = !{!136}
!136 = !DILocalVariable(name: "c", arg: 1, scope: !132, file: !1, line: 28, type: !16)
!137 = !DILocation(line: 0, scope: !132)
!138 = !DILocation(line: 28, column: 66, scope: !132)
!139 = !DILocation(line: 28, column: 41, scope: !132)
!140 = !DILocation(line: 28, column: 99, scope: !132)
!141 = !DILocation(line: 28, column: 74, scope: !132)
!142 = !DILocation(line: 28, column: 107, scope: !132, atomGroup: 1, atomRank: 1)
