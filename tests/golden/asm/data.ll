; What clang 22 -O2 -g makes of the source below, with BTF and no DWARF.
;
; /* Data: maps with BTF, initialized and zeroed globals, pointers between sections, strings. */
; #define SEC(name) __attribute__((section(name), used))
; typedef unsigned int u32;
; typedef unsigned long u64;
; struct { int (*type)[2]; int (*max_entries)[64]; u32 *key; u64 *value; } counters SEC(".maps");
; static void *(*lookup)(void *, const void *) = (void *)1;
; static long (*print)(const char *, u32, ...) = (void *)6;
; u64 zeroed[9];
; static u32 private_zero;
; const volatile u32 limit = 0x12345678;
; short tail_word = -2;
; u64 *pointer_to_zeroed = &zeroed[3];
; static const char *const names[] = {"alpha", "beta \"quoted\"\n", "\001\377"};
; float ratio = 1.5f;
; double precise = -2.25;
; __int128 wide = ((__int128)1 << 100) + 7;
; SEC(".data.custom") u32 custom[3] = {1, 2};
; int weak_value __attribute__((weak)) = 5;
; SEC("tc") int count(u32 *ctx)
; {
; 	u32 key = ctx[0] & 63;
; 	u64 *slot = lookup(&counters, &key);
; 	if (!slot)
; 		return private_zero;
; 	__sync_fetch_and_add(slot, limit);
; 	private_zero += custom[key % 3];
; 	*pointer_to_zeroed += tail_word;
; 	print(names[key % 3], 6, 2);
; 	return (int)*slot + weak_value + (int)(wide >> 98);
; }
; char _license[] SEC("license") = "GPL";

source_filename = "data.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpf"

%struct.anon = type { ptr, ptr, ptr, ptr }

@limit = dso_local constant i32 305419896, align 4, !dbg !0
@tail_word = dso_local local_unnamed_addr global i16 -2, align 2, !dbg !7
@zeroed = dso_local global [9 x i64] zeroinitializer, align 8, !dbg !56
@pointer_to_zeroed = dso_local local_unnamed_addr global ptr getelementptr inbounds nuw (i8, ptr @zeroed, i64 24), align 8, !dbg !10
@ratio = dso_local local_unnamed_addr global float 1.500000e+00, align 4, !dbg !15
@precise = dso_local local_unnamed_addr global double -2.250000e+00, align 8, !dbg !18
@wide = dso_local local_unnamed_addr global i128 1267650600228229401496703205383, align 16, !dbg !21
@custom = dso_local global [3 x i32] [i32 1, i32 2, i32 0], section ".data.custom", align 4, !dbg !24
@weak_value = weak dso_local local_unnamed_addr global i32 5, align 4, !dbg !31
@counters = dso_local global %struct.anon zeroinitializer, section ".maps", align 8, !dbg !39
@private_zero = internal unnamed_addr global i32 0, align 4, !dbg !61
@names = internal unnamed_addr constant [3 x ptr] [ptr @.str, ptr @.str.1, ptr @.str.2], align 8, !dbg !92
@_license = dso_local global [4 x i8] c"GPL\00", section "license", align 1, !dbg !33
@.str = private unnamed_addr constant [6 x i8] c"alpha\00", align 1, !dbg !79
@.str.1 = private unnamed_addr constant [15 x i8] c"beta \22quoted\22\0A\00", align 1, !dbg !84
@.str.2 = private unnamed_addr constant [3 x i8] c"\01\FF\00", align 1, !dbg !89
@llvm.compiler.used = appending global [4 x ptr] [ptr @_license, ptr @count, ptr @counters, ptr @custom], section "llvm.metadata"

; Function Attrs: nounwind
define dso_local i32 @count(ptr noundef readonly captures(none) %0) #0 section "tc" !dbg !107 {
  %2 = alloca i32, align 4, !DIAssignID !114
    #dbg_assign(i1 poison, !112, !DIExpression(), !114, ptr %2, !DIExpression(), !115)
    #dbg_value(ptr %0, !111, !DIExpression(), !115)
  call void @llvm.lifetime.start.p0(ptr nonnull %2) #2, !dbg !116
  %3 = load i32, ptr %0, align 4, !dbg !117, !tbaa !103
  %4 = and i32 %3, 63, !dbg !118
  store i32 %4, ptr %2, align 4, !dbg !119, !tbaa !103, !DIAssignID !120
    #dbg_assign(i32 %4, !112, !DIExpression(), !120, ptr %2, !DIExpression(), !115)
  %5 = call ptr inttoptr (i64 1 to ptr)(ptr noundef nonnull @counters, ptr noundef nonnull %2) #2, !dbg !121
    #dbg_value(ptr %5, !113, !DIExpression(), !115)
  %6 = icmp eq ptr %5, null, !dbg !122
  br i1 %6, label %7, label %9, !dbg !124

7:                                                ; preds = %1
  %8 = load i32, ptr @private_zero, align 4, !dbg !125, !tbaa !103
  br label %36, !dbg !126

9:                                                ; preds = %1
  %10 = load volatile i32, ptr @limit, align 4, !dbg !127, !tbaa !103
  %11 = zext i32 %10 to i64, !dbg !127
  %12 = atomicrmw add ptr %5, i64 %11 seq_cst, align 8, !dbg !128
  %13 = load i32, ptr %2, align 4, !dbg !129, !tbaa !103
  %14 = urem i32 %13, 3, !dbg !130
  %15 = zext nneg i32 %14 to i64, !dbg !131
  %16 = getelementptr inbounds nuw i32, ptr @custom, i64 %15, !dbg !131
  %17 = load i32, ptr %16, align 4, !dbg !131, !tbaa !103
  %18 = load i32, ptr @private_zero, align 4, !dbg !132, !tbaa !103
  %19 = add i32 %18, %17, !dbg !133
  store i32 %19, ptr @private_zero, align 4, !dbg !134, !tbaa !103
  %20 = load i16, ptr @tail_word, align 2, !dbg !135, !tbaa !136
  %21 = sext i16 %20 to i64, !dbg !135
  %22 = load ptr, ptr @pointer_to_zeroed, align 8, !dbg !138, !tbaa !139
  %23 = load i64, ptr %22, align 8, !dbg !142, !tbaa !143
  %24 = add i64 %23, %21, !dbg !145
  store i64 %24, ptr %22, align 8, !dbg !146, !tbaa !143
  %25 = getelementptr inbounds nuw ptr, ptr @names, i64 %15, !dbg !147
  %26 = load ptr, ptr %25, align 8, !dbg !147, !tbaa !148
  %27 = call i64 (ptr, i32, ...) inttoptr (i64 6 to ptr)(ptr noundef %26, i32 noundef 6, i32 noundef 2) #2, !dbg !150
  %28 = load i64, ptr %5, align 8, !dbg !151, !tbaa !143
  %29 = trunc i64 %28 to i32, !dbg !152
  %30 = load i32, ptr @weak_value, align 4, !dbg !153, !tbaa !103
  %31 = add nsw i32 %30, %29, !dbg !154
  %32 = load i128, ptr @wide, align 16, !dbg !155, !tbaa !156
  %33 = ashr i128 %32, 98, !dbg !158
  %34 = trunc nsw i128 %33 to i32, !dbg !159
  %35 = add nsw i32 %31, %34, !dbg !160
  br label %36, !dbg !161

36:                                               ; preds = %9, %7
  %37 = phi i32 [ %35, %9 ], [ %8, %7 ], !dbg !115
  call void @llvm.lifetime.end.p0(ptr nonnull %2) #2, !dbg !162
  ret i32 %37, !dbg !163
}

; Function Attrs: mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite)
declare void @llvm.lifetime.start.p0(ptr captures(none)) #1

; Function Attrs: mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite)
declare void @llvm.lifetime.end.p0(ptr captures(none)) #1

attributes #0 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="v3" }
attributes #1 = { mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite) }
attributes #2 = { nounwind }

!llvm.dbg.cu = !{!2}
!llvm.module.flags = !{!98, !99, !100, !101, !102}
!llvm.errno.tbaa = !{!103}

!0 = !DIGlobalVariableExpression(var: !1, expr: !DIExpression())
!1 = distinct !DIGlobalVariable(name: "limit", scope: !2, file: !3, line: 10, type: !96, isLocal: false, isDefinition: true)
!2 = distinct !DICompileUnit(language: DW_LANG_C11, file: !3, isOptimized: true, runtimeVersion: 0, emissionKind: FullDebug, retainedTypes: !4, globals: !6, splitDebugInlining: false, nameTableKind: None)
!3 = !DIFile(filename: "data.c", directory: ".", checksumkind: CSK_MD5, checksum: "bc229d129df1885a082a5c6e4cfbaf10")
!4 = !{!5}
!5 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!6 = !{!0, !7, !10, !15, !18, !21, !24, !31, !33, !39, !56, !61, !63, !71, !79, !84, !89, !92}
!7 = !DIGlobalVariableExpression(var: !8, expr: !DIExpression())
!8 = distinct !DIGlobalVariable(name: "tail_word", scope: !2, file: !3, line: 11, type: !9, isLocal: false, isDefinition: true)
!9 = !DIBasicType(name: "short", size: 16, encoding: DW_ATE_signed)
!10 = !DIGlobalVariableExpression(var: !11, expr: !DIExpression())
!11 = distinct !DIGlobalVariable(name: "pointer_to_zeroed", scope: !2, file: !3, line: 12, type: !12, isLocal: false, isDefinition: true)
!12 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !13, size: 64)
!13 = !DIDerivedType(tag: DW_TAG_typedef, name: "u64", file: !3, line: 4, baseType: !14)
!14 = !DIBasicType(name: "unsigned long", size: 64, encoding: DW_ATE_unsigned)
!15 = !DIGlobalVariableExpression(var: !16, expr: !DIExpression())
!16 = distinct !DIGlobalVariable(name: "ratio", scope: !2, file: !3, line: 14, type: !17, isLocal: false, isDefinition: true)
!17 = !DIBasicType(name: "float", size: 32, encoding: DW_ATE_float)
!18 = !DIGlobalVariableExpression(var: !19, expr: !DIExpression())
!19 = distinct !DIGlobalVariable(name: "precise", scope: !2, file: !3, line: 15, type: !20, isLocal: false, isDefinition: true)
!20 = !DIBasicType(name: "double", size: 64, encoding: DW_ATE_float)
!21 = !DIGlobalVariableExpression(var: !22, expr: !DIExpression())
!22 = distinct !DIGlobalVariable(name: "wide", scope: !2, file: !3, line: 16, type: !23, isLocal: false, isDefinition: true)
!23 = !DIBasicType(name: "__int128", size: 128, encoding: DW_ATE_signed)
!24 = !DIGlobalVariableExpression(var: !25, expr: !DIExpression())
!25 = distinct !DIGlobalVariable(name: "custom", scope: !2, file: !3, line: 17, type: !26, isLocal: false, isDefinition: true)
!26 = !DICompositeType(tag: DW_TAG_array_type, baseType: !27, size: 96, elements: !29)
!27 = !DIDerivedType(tag: DW_TAG_typedef, name: "u32", file: !3, line: 3, baseType: !28)
!28 = !DIBasicType(name: "unsigned int", size: 32, encoding: DW_ATE_unsigned)
!29 = !{!30}
!30 = !DISubrange(count: 3)
!31 = !DIGlobalVariableExpression(var: !32, expr: !DIExpression())
!32 = distinct !DIGlobalVariable(name: "weak_value", scope: !2, file: !3, line: 18, type: !5, isLocal: false, isDefinition: true)
!33 = !DIGlobalVariableExpression(var: !34, expr: !DIExpression())
!34 = distinct !DIGlobalVariable(name: "_license", scope: !2, file: !3, line: 31, type: !35, isLocal: false, isDefinition: true)
!35 = !DICompositeType(tag: DW_TAG_array_type, baseType: !36, size: 32, elements: !37)
!36 = !DIBasicType(name: "char", size: 8, encoding: DW_ATE_signed_char)
!37 = !{!38}
!38 = !DISubrange(count: 4)
!39 = !DIGlobalVariableExpression(var: !40, expr: !DIExpression())
!40 = distinct !DIGlobalVariable(name: "counters", scope: !2, file: !3, line: 5, type: !41, isLocal: false, isDefinition: true)
!41 = distinct !DICompositeType(tag: DW_TAG_structure_type, file: !3, line: 5, size: 256, elements: !42)
!42 = !{!43, !48, !53, !55}
!43 = !DIDerivedType(tag: DW_TAG_member, name: "type", scope: !41, file: !3, line: 5, baseType: !44, size: 64)
!44 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !45, size: 64)
!45 = !DICompositeType(tag: DW_TAG_array_type, baseType: !5, size: 64, elements: !46)
!46 = !{!47}
!47 = !DISubrange(count: 2)
!48 = !DIDerivedType(tag: DW_TAG_member, name: "max_entries", scope: !41, file: !3, line: 5, baseType: !49, size: 64, offset: 64)
!49 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !50, size: 64)
!50 = !DICompositeType(tag: DW_TAG_array_type, baseType: !5, size: 2048, elements: !51)
!51 = !{!52}
!52 = !DISubrange(count: 64)
!53 = !DIDerivedType(tag: DW_TAG_member, name: "key", scope: !41, file: !3, line: 5, baseType: !54, size: 64, offset: 128)
!54 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !27, size: 64)
!55 = !DIDerivedType(tag: DW_TAG_member, name: "value", scope: !41, file: !3, line: 5, baseType: !12, size: 64, offset: 192)
!56 = !DIGlobalVariableExpression(var: !57, expr: !DIExpression())
!57 = distinct !DIGlobalVariable(name: "zeroed", scope: !2, file: !3, line: 8, type: !58, isLocal: false, isDefinition: true)
!58 = !DICompositeType(tag: DW_TAG_array_type, baseType: !13, size: 576, elements: !59)
!59 = !{!60}
!60 = !DISubrange(count: 9)
!61 = !DIGlobalVariableExpression(var: !62, expr: !DIExpression())
!62 = distinct !DIGlobalVariable(name: "private_zero", scope: !2, file: !3, line: 9, type: !27, isLocal: true, isDefinition: true)
!63 = !DIGlobalVariableExpression(var: !64, expr: !DIExpression(DW_OP_constu, 1, DW_OP_stack_value))
!64 = distinct !DIGlobalVariable(name: "lookup", scope: !2, file: !3, line: 6, type: !65, isLocal: true, isDefinition: true)
!65 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !66, size: 64)
!66 = !DISubroutineType(types: !67)
!67 = !{!68, !68, !69}
!68 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: null, size: 64)
!69 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !70, size: 64)
!70 = !DIDerivedType(tag: DW_TAG_const_type, baseType: null)
!71 = !DIGlobalVariableExpression(var: !72, expr: !DIExpression(DW_OP_constu, 6, DW_OP_stack_value))
!72 = distinct !DIGlobalVariable(name: "print", scope: !2, file: !3, line: 7, type: !73, isLocal: true, isDefinition: true)
!73 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !74, size: 64)
!74 = !DISubroutineType(types: !75)
!75 = !{!76, !77, !27, null}
!76 = !DIBasicType(name: "long", size: 64, encoding: DW_ATE_signed)
!77 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !78, size: 64)
!78 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !36)
!79 = !DIGlobalVariableExpression(var: !80, expr: !DIExpression())
!80 = distinct !DIGlobalVariable(scope: null, file: !3, line: 13, type: !81, isLocal: true, isDefinition: true)
!81 = !DICompositeType(tag: DW_TAG_array_type, baseType: !36, size: 48, elements: !82)
!82 = !{!83}
!83 = !DISubrange(count: 6)
!84 = !DIGlobalVariableExpression(var: !85, expr: !DIExpression())
!85 = distinct !DIGlobalVariable(scope: null, file: !3, line: 13, type: !86, isLocal: true, isDefinition: true)
!86 = !DICompositeType(tag: DW_TAG_array_type, baseType: !36, size: 120, elements: !87)
!87 = !{!88}
!88 = !DISubrange(count: 15)
!89 = !DIGlobalVariableExpression(var: !90, expr: !DIExpression())
!90 = distinct !DIGlobalVariable(scope: null, file: !3, line: 13, type: !91, isLocal: true, isDefinition: true)
!91 = !DICompositeType(tag: DW_TAG_array_type, baseType: !36, size: 24, elements: !29)
!92 = !DIGlobalVariableExpression(var: !93, expr: !DIExpression())
!93 = distinct !DIGlobalVariable(name: "names", scope: !2, file: !3, line: 13, type: !94, isLocal: true, isDefinition: true)
!94 = !DICompositeType(tag: DW_TAG_array_type, baseType: !95, size: 192, elements: !29)
!95 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !77)
!96 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !97)
!97 = !DIDerivedType(tag: DW_TAG_volatile_type, baseType: !27)
!98 = !{i32 2, !"CodeView", i32 1}
!99 = !{i32 2, !"Debug Info Version", i32 3}
!100 = !{i32 1, !"wchar_size", i32 4}
!101 = !{i32 7, !"frame-pointer", i32 2}
!102 = !{i32 7, !"debug-info-assignment-tracking", i1 true}
!103 = !{!104, !104, i64 0}
!104 = !{!"int", !105, i64 0}
!105 = !{!"omnipotent char", !106, i64 0}
!106 = !{!"Simple C/C++ TBAA"}
!107 = distinct !DISubprogram(name: "count", scope: !3, file: !3, line: 19, type: !108, scopeLine: 20, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !2, retainedNodes: !110, keyInstructions: true)
!108 = !DISubroutineType(types: !109)
!109 = !{!5, !54}
!110 = !{!111, !112, !113}
!111 = !DILocalVariable(name: "ctx", arg: 1, scope: !107, file: !3, line: 19, type: !54)
!112 = !DILocalVariable(name: "key", scope: !107, file: !3, line: 21, type: !27)
!113 = !DILocalVariable(name: "slot", scope: !107, file: !3, line: 22, type: !12)
!114 = distinct !DIAssignID()
!115 = !DILocation(line: 0, scope: !107)
!116 = !DILocation(line: 21, column: 2, scope: !107)
!117 = !DILocation(line: 21, column: 12, scope: !107)
!118 = !DILocation(line: 21, column: 19, scope: !107, atomGroup: 1, atomRank: 2)
!119 = !DILocation(line: 21, column: 6, scope: !107, atomGroup: 1, atomRank: 1)
!120 = distinct !DIAssignID()
!121 = !DILocation(line: 22, column: 14, scope: !107, atomGroup: 2, atomRank: 2)
!122 = !DILocation(line: 23, column: 7, scope: !123, atomGroup: 3, atomRank: 2)
!123 = distinct !DILexicalBlock(scope: !107, file: !3, line: 23, column: 6)
!124 = !DILocation(line: 23, column: 6, scope: !123, atomGroup: 3, atomRank: 1)
!125 = !DILocation(line: 24, column: 10, scope: !123, atomGroup: 4, atomRank: 2)
!126 = !DILocation(line: 24, column: 3, scope: !123, atomGroup: 4, atomRank: 1)
!127 = !DILocation(line: 25, column: 29, scope: !107)
!128 = !DILocation(line: 25, column: 2, scope: !107)
!129 = !DILocation(line: 26, column: 25, scope: !107)
!130 = !DILocation(line: 26, column: 29, scope: !107)
!131 = !DILocation(line: 26, column: 18, scope: !107)
!132 = !DILocation(line: 26, column: 15, scope: !107)
!133 = !DILocation(line: 26, column: 15, scope: !107, atomGroup: 5, atomRank: 2)
!134 = !DILocation(line: 26, column: 15, scope: !107, atomGroup: 5, atomRank: 1)
!135 = !DILocation(line: 27, column: 24, scope: !107)
!136 = !{!137, !137, i64 0}
!137 = !{!"short", !105, i64 0}
!138 = !DILocation(line: 27, column: 3, scope: !107)
!139 = !{!140, !140, i64 0}
!140 = !{!"p1 long", !141, i64 0}
!141 = !{!"any pointer", !105, i64 0}
!142 = !DILocation(line: 27, column: 21, scope: !107)
!143 = !{!144, !144, i64 0}
!144 = !{!"long", !105, i64 0}
!145 = !DILocation(line: 27, column: 21, scope: !107, atomGroup: 6, atomRank: 2)
!146 = !DILocation(line: 27, column: 21, scope: !107, atomGroup: 6, atomRank: 1)
!147 = !DILocation(line: 28, column: 8, scope: !107)
!148 = !{!149, !149, i64 0}
!149 = !{!"p1 omnipotent char", !141, i64 0}
!150 = !DILocation(line: 28, column: 2, scope: !107)
!151 = !DILocation(line: 29, column: 14, scope: !107)
!152 = !DILocation(line: 29, column: 9, scope: !107)
!153 = !DILocation(line: 29, column: 22, scope: !107)
!154 = !DILocation(line: 29, column: 20, scope: !107)
!155 = !DILocation(line: 29, column: 41, scope: !107)
!156 = !{!157, !157, i64 0}
!157 = !{!"__int128", !105, i64 0}
!158 = !DILocation(line: 29, column: 46, scope: !107)
!159 = !DILocation(line: 29, column: 35, scope: !107)
!160 = !DILocation(line: 29, column: 33, scope: !107, atomGroup: 7, atomRank: 2)
!161 = !DILocation(line: 29, column: 2, scope: !107, atomGroup: 7, atomRank: 1)
!162 = !DILocation(line: 30, column: 1, scope: !107)
!163 = !DILocation(line: 30, column: 1, scope: !107, atomGroup: 8, atomRank: 1)
