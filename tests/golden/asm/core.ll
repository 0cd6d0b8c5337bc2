; What clang 22 -O2 -g makes of the source below, with BTF and no DWARF.
;
; /* CO-RE: members, arrays, bit-fields, anonymous members, types and enumerators; a kfunc; strings. */
; #define SEC(name) __attribute__((section(name), used))
; #define core __attribute__((preserve_access_index))
; typedef unsigned int u32;
; typedef unsigned long u64;
; struct inner { int first; long second[4]; } core;
; struct task { int pid; struct inner *link; struct inner rows[3]; u32 flag : 3; union { int a; long b; }; } core;
; enum state { RUNNING, STOPPED = 7 };
; extern int bpf_kernel_function(u64 value) __attribute__((section(".ksyms")));
; extern int LINUX_KERNEL_VERSION __attribute__((section(".kconfig")));
; static long (*print)(const char *, u32, ...) = (void *)6;
; SEC("kprobe/x") int probe(struct task *t)
; {
; 	char text[24];
; 	u64 sum = t->pid + t->link->second[2] + t[2].rows[1].first + t->b;
; 	sum += __builtin_preserve_field_info(t->flag, 0) + __builtin_preserve_field_info(t->flag, 2);
; 	sum += __builtin_preserve_type_info(*(struct task *)0, 1);
; 	sum += __builtin_preserve_enum_value(*(enum state *)STOPPED, 1);
; 	sum += __builtin_btf_type_id(*(struct inner *)0, 1);
; 	if (sum > LINUX_KERNEL_VERSION)
; 		return bpf_kernel_function(sum);
; 	__builtin_memcpy(text, "a text on the stack", 20);
; 	print(text, sizeof(text));
; 	static const char fmt[] = "value %d\n";
; 	return print(fmt, sizeof(fmt), sum);
; }

source_filename = "core.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpf"

@LINUX_KERNEL_VERSION = external dso_local local_unnamed_addr global i32, section ".kconfig", align 4, !dbg !0
@.str = private unnamed_addr constant [20 x i8] c"a text on the stack\00", align 1, !dbg !38
@probe.fmt = internal constant [10 x i8] c"value %d\0A\00", align 1, !dbg !44
@"llvm.task:0:0$0:0" = external global i64, !llvm.preserve.access.index !16 #0
@"llvm.task:0:8$0:1" = external global i64, !llvm.preserve.access.index !16 #0
@"llvm.inner:0:24$0:1:2" = external global i64, !llvm.preserve.access.index !22 #0
@"llvm.task:0:360$2:2:1:0" = external global i64, !llvm.preserve.access.index !16 #0
@"llvm.task:0:144$0:4:1" = external global i64, !llvm.preserve.access.index !16 #0
@"llvm.task:0:136$0:3" = external global i32, !llvm.preserve.access.index !16 #0
@"llvm.task:2:1$0:3" = external global i32, !llvm.preserve.access.index !16 #0
@"llvm.task:9:152$0" = external global i32, !llvm.preserve.access.index !16 #0
@"llvm.state:11:7$1" = external global i64, !llvm.preserve.access.index !5 #0
@"llvm.btf_type_id.0$7" = external global i64, !llvm.preserve.access.index !22 #1
@llvm.compiler.used = appending global [1 x ptr] [ptr @probe], section "llvm.metadata"

; Function Attrs: nounwind
define dso_local i32 @probe(ptr noundef readonly %0) #2 section "kprobe/x" !dbg !46 {
  %2 = alloca [24 x i8], align 1, !DIAssignID !77
    #dbg_assign(i1 poison, !51, !DIExpression(), !77, ptr %2, !DIExpression(), !78)
    #dbg_value(ptr %0, !50, !DIExpression(), !78)
  call void @llvm.lifetime.start.p0(ptr nonnull %2) #7, !dbg !79
  %3 = load i64, ptr @"llvm.task:0:0$0:0", align 8
  %4 = getelementptr i8, ptr %0, i64 %3
  %5 = tail call ptr @llvm.bpf.passthrough.p0.p0(i32 0, ptr %4)
  %6 = load i32, ptr %5, align 8, !dbg !80, !tbaa !81
  %7 = sext i32 %6 to i64, !dbg !85
  %8 = load i64, ptr @"llvm.task:0:8$0:1", align 8
  %9 = getelementptr i8, ptr %0, i64 %8
  %10 = tail call ptr @llvm.bpf.passthrough.p0.p0(i32 1, ptr %9)
  %11 = load ptr, ptr %10, align 8, !dbg !86, !tbaa !87
  %12 = load i64, ptr @"llvm.inner:0:24$0:1:2", align 8
  %13 = getelementptr i8, ptr %11, i64 %12
  %14 = tail call ptr @llvm.bpf.passthrough.p0.p0(i32 2, ptr %13)
  %15 = load i64, ptr %14, align 8, !dbg !88, !tbaa !89
  %16 = add nsw i64 %15, %7, !dbg !91
  %17 = load i64, ptr @"llvm.task:0:360$2:2:1:0", align 8
  %18 = getelementptr i8, ptr %0, i64 %17
  %19 = tail call ptr @llvm.bpf.passthrough.p0.p0(i32 3, ptr %18)
  %20 = load i32, ptr %19, align 8, !dbg !92, !tbaa !93
  %21 = sext i32 %20 to i64, !dbg !95
  %22 = add nsw i64 %16, %21, !dbg !96
  %23 = load i64, ptr @"llvm.task:0:144$0:4:1", align 8
  %24 = getelementptr i8, ptr %0, i64 %23
  %25 = tail call ptr @llvm.bpf.passthrough.p0.p0(i32 4, ptr %24)
  %26 = load i64, ptr %25, align 8, !dbg !97, !tbaa !98
  %27 = add nsw i64 %22, %26, !dbg !99
    #dbg_value(i64 %27, !55, !DIExpression(), !78)
  %28 = load i32, ptr @"llvm.task:0:136$0:3", align 4
  %29 = tail call i32 @llvm.bpf.passthrough.i32.i32(i32 5, i32 %28)
  %30 = load i32, ptr @"llvm.task:2:1$0:3", align 4
  %31 = tail call i32 @llvm.bpf.passthrough.i32.i32(i32 6, i32 %30)
  %32 = add i32 %31, %29, !dbg !100
  %33 = zext i32 %32 to i64, !dbg !101
  %34 = add i64 %27, %33, !dbg !102
    #dbg_value(i64 %34, !55, !DIExpression(), !78)
  %35 = load i32, ptr @"llvm.task:9:152$0", align 4
  %36 = tail call i32 @llvm.bpf.passthrough.i32.i32(i32 7, i32 %35)
  %37 = zext i32 %36 to i64, !dbg !103
  %38 = add i64 %34, %37, !dbg !104
    #dbg_value(i64 %38, !55, !DIExpression(), !78)
  %39 = load i64, ptr @"llvm.state:11:7$1", align 8
  %40 = tail call i64 @llvm.bpf.passthrough.i64.i64(i32 8, i64 %39)
  %41 = add i64 %38, %40, !dbg !105
    #dbg_value(i64 %41, !55, !DIExpression(), !78)
  %42 = load i64, ptr @"llvm.btf_type_id.0$7", align 8
  %43 = tail call i64 @llvm.bpf.passthrough.i64.i64(i32 9, i64 %42)
  %44 = add i64 %41, %43, !dbg !106
    #dbg_value(i64 %44, !55, !DIExpression(), !78)
  %45 = load i32, ptr @LINUX_KERNEL_VERSION, align 4, !dbg !107, !tbaa !73
  %46 = sext i32 %45 to i64, !dbg !107
  %47 = icmp ugt i64 %44, %46, !dbg !109
  br i1 %47, label %48, label %50, !dbg !110

48:                                               ; preds = %1
  %49 = tail call i32 @bpf_kernel_function(i64 noundef %44) #7, !dbg !111
  br label %54, !dbg !112

50:                                               ; preds = %1
  call void @llvm.memcpy.p0.p0.i64(ptr noundef nonnull align 1 dereferenceable(20) %2, ptr noundef nonnull align 1 dereferenceable(20) @.str, i64 20, i1 false), !dbg !113, !DIAssignID !114
    #dbg_assign(i1 poison, !51, !DIExpression(DW_OP_LLVM_fragment, 0, 160), !114, ptr %2, !DIExpression(), !78)
  %51 = call i64 (ptr, i32, ...) inttoptr (i64 6 to ptr)(ptr noundef nonnull %2, i32 noundef 24) #7, !dbg !115
  %52 = call i64 (ptr, i32, ...) inttoptr (i64 6 to ptr)(ptr noundef nonnull @probe.fmt, i32 noundef 10, i64 noundef %44) #7, !dbg !116
  %53 = trunc i64 %52 to i32, !dbg !117
  br label %54, !dbg !118

54:                                               ; preds = %50, %48
  %55 = phi i32 [ %49, %48 ], [ %53, %50 ], !dbg !78
  call void @llvm.lifetime.end.p0(ptr nonnull %2) #7, !dbg !119
  ret i32 %55, !dbg !120
}

; Function Attrs: mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite)
declare void @llvm.lifetime.start.p0(ptr captures(none)) #3

declare !dbg !121 dso_local i32 @bpf_kernel_function(i64 noundef) local_unnamed_addr #4 section ".ksyms"

; Function Attrs: mustprogress nocallback nofree nounwind willreturn memory(argmem: readwrite)
declare void @llvm.memcpy.p0.p0.i64(ptr noalias writeonly captures(none), ptr noalias readonly captures(none), i64, i1 immarg) #5

; Function Attrs: mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite)
declare void @llvm.lifetime.end.p0(ptr captures(none)) #3

; Function Attrs: nofree nosync nounwind memory(none)
declare ptr @llvm.bpf.passthrough.p0.p0(i32, ptr) #6

; Function Attrs: nofree nosync nounwind memory(none)
declare i32 @llvm.bpf.passthrough.i32.i32(i32, i32) #6

; Function Attrs: nofree nosync nounwind memory(none)
declare i64 @llvm.bpf.passthrough.i64.i64(i32, i64) #6

attributes #0 = { "btf_ama" }
attributes #1 = { "btf_type_id" }
attributes #2 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="v3" }
attributes #3 = { mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite) }
attributes #4 = { "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="v3" }
attributes #5 = { mustprogress nocallback nofree nounwind willreturn memory(argmem: readwrite) }
attributes #6 = { nofree nosync nounwind memory(none) }
attributes #7 = { nounwind }

!llvm.dbg.cu = !{!2}
!llvm.module.flags = !{!68, !69, !70, !71, !72}
!llvm.errno.tbaa = !{!73}

!0 = !DIGlobalVariableExpression(var: !1, expr: !DIExpression())
!1 = distinct !DIGlobalVariable(name: "LINUX_KERNEL_VERSION", scope: !2, file: !3, line: 10, type: !19, isLocal: false, isDefinition: false)
!2 = distinct !DICompileUnit(language: DW_LANG_C11, file: !3, isOptimized: true, runtimeVersion: 0, emissionKind: FullDebug, enums: !4, retainedTypes: !10, globals: !37, splitDebugInlining: false, nameTableKind: None)
!3 = !DIFile(filename: "core.c", directory: ".", checksumkind: CSK_MD5, checksum: "3bb6dbd72622cb2e41490e97a05d893d")
!4 = !{!5}
!5 = !DICompositeType(tag: DW_TAG_enumeration_type, name: "state", file: !3, line: 8, baseType: !6, size: 32, elements: !7)
!6 = !DIBasicType(name: "unsigned int", size: 32, encoding: DW_ATE_unsigned)
!7 = !{!8, !9}
!8 = !DIEnumerator(name: "RUNNING", value: 0)
!9 = !DIEnumerator(name: "STOPPED", value: 7)
!10 = !{!11, !15, !27, !33}
!11 = !DICompositeType(tag: DW_TAG_array_type, baseType: !12, size: 256, elements: !13)
!12 = !DIBasicType(name: "long", size: 64, encoding: DW_ATE_signed)
!13 = !{!14}
!14 = !DISubrange(count: 4)
!15 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !16, size: 64)
!16 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "task", file: !3, line: 7, size: 1216, elements: !17)
!17 = !{!18, !20, !26, !30, !32}
!18 = !DIDerivedType(tag: DW_TAG_member, name: "pid", scope: !16, file: !3, line: 7, baseType: !19, size: 32)
!19 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!20 = !DIDerivedType(tag: DW_TAG_member, name: "link", scope: !16, file: !3, line: 7, baseType: !21, size: 64, offset: 64)
!21 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !22, size: 64)
!22 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "inner", file: !3, line: 6, size: 320, elements: !23)
!23 = !{!24, !25}
!24 = !DIDerivedType(tag: DW_TAG_member, name: "first", scope: !22, file: !3, line: 6, baseType: !19, size: 32)
!25 = !DIDerivedType(tag: DW_TAG_member, name: "second", scope: !22, file: !3, line: 6, baseType: !11, size: 256, offset: 64)
!26 = !DIDerivedType(tag: DW_TAG_member, name: "rows", scope: !16, file: !3, line: 7, baseType: !27, size: 960, offset: 128)
!27 = !DICompositeType(tag: DW_TAG_array_type, baseType: !22, size: 960, elements: !28)
!28 = !{!29}
!29 = !DISubrange(count: 3)
!30 = !DIDerivedType(tag: DW_TAG_member, name: "flag", scope: !16, file: !3, line: 7, baseType: !31, size: 3, offset: 1088, flags: DIFlagBitField, extraData: i64 1088)
!31 = !DIDerivedType(tag: DW_TAG_typedef, name: "u32", file: !3, line: 4, baseType: !6)
!32 = !DIDerivedType(tag: DW_TAG_member, scope: !16, file: !3, line: 7, baseType: !33, size: 64, offset: 1152)
!33 = distinct !DICompositeType(tag: DW_TAG_union_type, scope: !16, file: !3, line: 7, size: 64, elements: !34)
!34 = !{!35, !36}
!35 = !DIDerivedType(tag: DW_TAG_member, name: "a", scope: !33, file: !3, line: 7, baseType: !19, size: 32)
!36 = !DIDerivedType(tag: DW_TAG_member, name: "b", scope: !33, file: !3, line: 7, baseType: !12, size: 64)
!37 = !{!38, !44, !0, !62}
!38 = !DIGlobalVariableExpression(var: !39, expr: !DIExpression())
!39 = distinct !DIGlobalVariable(scope: null, file: !3, line: 22, type: !40, isLocal: true, isDefinition: true)
!40 = !DICompositeType(tag: DW_TAG_array_type, baseType: !41, size: 160, elements: !42)
!41 = !DIBasicType(name: "char", size: 8, encoding: DW_ATE_signed_char)
!42 = !{!43}
!43 = !DISubrange(count: 20)
!44 = !DIGlobalVariableExpression(var: !45, expr: !DIExpression())
!45 = distinct !DIGlobalVariable(name: "fmt", scope: !46, file: !3, line: 24, type: !58, isLocal: true, isDefinition: true)
!46 = distinct !DISubprogram(name: "probe", scope: !3, file: !3, line: 12, type: !47, scopeLine: 13, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !2, retainedNodes: !49, keyInstructions: true)
!47 = !DISubroutineType(types: !48)
!48 = !{!19, !15}
!49 = !{!50, !51, !55}
!50 = !DILocalVariable(name: "t", arg: 1, scope: !46, file: !3, line: 12, type: !15)
!51 = !DILocalVariable(name: "text", scope: !46, file: !3, line: 14, type: !52)
!52 = !DICompositeType(tag: DW_TAG_array_type, baseType: !41, size: 192, elements: !53)
!53 = !{!54}
!54 = !DISubrange(count: 24)
!55 = !DILocalVariable(name: "sum", scope: !46, file: !3, line: 15, type: !56)
!56 = !DIDerivedType(tag: DW_TAG_typedef, name: "u64", file: !3, line: 5, baseType: !57)
!57 = !DIBasicType(name: "unsigned long", size: 64, encoding: DW_ATE_unsigned)
!58 = !DICompositeType(tag: DW_TAG_array_type, baseType: !59, size: 80, elements: !60)
!59 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !41)
!60 = !{!61}
!61 = !DISubrange(count: 10)
!62 = !DIGlobalVariableExpression(var: !63, expr: !DIExpression(DW_OP_constu, 6, DW_OP_stack_value))
!63 = distinct !DIGlobalVariable(name: "print", scope: !2, file: !3, line: 11, type: !64, isLocal: true, isDefinition: true)
!64 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !65, size: 64)
!65 = !DISubroutineType(types: !66)
!66 = !{!12, !67, !31, null}
!67 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !59, size: 64)
!68 = !{i32 2, !"CodeView", i32 1}
!69 = !{i32 2, !"Debug Info Version", i32 3}
!70 = !{i32 1, !"wchar_size", i32 4}
!71 = !{i32 7, !"frame-pointer", i32 2}
!72 = !{i32 7, !"debug-info-assignment-tracking", i1 true}
!73 = !{!74, !74, i64 0}
!74 = !{!"int", !75, i64 0}
!75 = !{!"omnipotent char", !76, i64 0}
!76 = !{!"Simple C/C++ TBAA"}
!77 = distinct !DIAssignID()
!78 = !DILocation(line: 0, scope: !46)
!79 = !DILocation(line: 14, column: 2, scope: !46)
!80 = !DILocation(line: 15, column: 15, scope: !46)
!81 = !{!82, !74, i64 0}
!82 = !{!"task", !74, i64 0, !83, i64 8, !75, i64 16, !74, i64 136, !75, i64 144}
!83 = !{!"p1 _ZTS5inner", !84, i64 0}
!84 = !{!"any pointer", !75, i64 0}
!85 = !DILocation(line: 15, column: 12, scope: !46)
!86 = !DILocation(line: 15, column: 24, scope: !46)
!87 = !{!82, !83, i64 8}
!88 = !DILocation(line: 15, column: 21, scope: !46)
!89 = !{!90, !90, i64 0}
!90 = !{!"long", !75, i64 0}
!91 = !DILocation(line: 15, column: 19, scope: !46)
!92 = !DILocation(line: 15, column: 55, scope: !46)
!93 = !{!94, !74, i64 0}
!94 = !{!"inner", !74, i64 0, !75, i64 8}
!95 = !DILocation(line: 15, column: 42, scope: !46)
!96 = !DILocation(line: 15, column: 40, scope: !46)
!97 = !DILocation(line: 15, column: 66, scope: !46)
!98 = !{!75, !75, i64 0}
!99 = !DILocation(line: 15, column: 61, scope: !46, atomGroup: 1, atomRank: 2)
!100 = !DILocation(line: 16, column: 51, scope: !46)
!101 = !DILocation(line: 16, column: 9, scope: !46)
!102 = !DILocation(line: 16, column: 6, scope: !46, atomGroup: 2, atomRank: 2)
!103 = !DILocation(line: 17, column: 9, scope: !46)
!104 = !DILocation(line: 17, column: 6, scope: !46, atomGroup: 3, atomRank: 2)
!105 = !DILocation(line: 18, column: 6, scope: !46, atomGroup: 4, atomRank: 2)
!106 = !DILocation(line: 19, column: 6, scope: !46, atomGroup: 5, atomRank: 2)
!107 = !DILocation(line: 20, column: 12, scope: !108)
!108 = distinct !DILexicalBlock(scope: !46, file: !3, line: 20, column: 6)
!109 = !DILocation(line: 20, column: 10, scope: !108, atomGroup: 6, atomRank: 2)
!110 = !DILocation(line: 20, column: 10, scope: !108, atomGroup: 6, atomRank: 1)
!111 = !DILocation(line: 21, column: 10, scope: !108, atomGroup: 7, atomRank: 2)
!112 = !DILocation(line: 21, column: 3, scope: !108, atomGroup: 7, atomRank: 1)
!113 = !DILocation(line: 22, column: 2, scope: !46, atomGroup: 8, atomRank: 1)
!114 = distinct !DIAssignID()
!115 = !DILocation(line: 23, column: 2, scope: !46)
!116 = !DILocation(line: 25, column: 9, scope: !46, atomGroup: 9, atomRank: 3)
!117 = !DILocation(line: 25, column: 9, scope: !46, atomGroup: 9, atomRank: 2)
!118 = !DILocation(line: 25, column: 2, scope: !46, atomGroup: 9, atomRank: 1)
!119 = !DILocation(line: 26, column: 1, scope: !46)
!120 = !DILocation(line: 26, column: 1, scope: !46, atomGroup: 10, atomRank: 1)
!121 = !DISubprogram(name: "bpf_kernel_function", scope: !3, file: !3, line: 9, type: !122, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized, retainedNodes: !124)
!122 = !DISubroutineType(types: !123)
!123 = !{!19, !56}
!124 = !{!125}
!125 = !DILocalVariable(name: "value", arg: 1, scope: !121, file: !3, line: 9, type: !56)
