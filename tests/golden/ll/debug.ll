source_filename = "case.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"

%struct.tagged = type { ptr, i32 }
%struct.anon = type { ptr, ptr }

@table = dso_local global %struct.anon zeroinitializer, section ".maps", align 8, !dbg !61

define dso_local i32 @entry(ptr noundef %p0) #2 section "tc" !dbg !11 {
entry:
  %node.addr.2 = alloca ptr, align 8
  %local.3 = alloca i32, align 4
  %t.6 = alloca %struct.tagged, align 8
  store ptr %p0, ptr %node.addr.2, align 8, !tbaa !23
  call void @llvm.lifetime.start.p0(ptr %local.3) #0, !dbg !24
  %v4 = load ptr, ptr %node.addr.2, align 8, !dbg !36, !tbaa !23
  %v5 = call i32 @declared(ptr noundef %v4, i32 noundef 2), !dbg !37
  store i32 %v5, ptr %local.3, align 4, !dbg !24, !tbaa !10
  call void @llvm.lifetime.start.p0(ptr %t.6) #0, !dbg !40
  %v7 = getelementptr inbounds nuw %struct.tagged, ptr %t.6, i32 0, i32 0, !dbg !41
  store ptr %local.3, ptr %v7, align 8, !dbg !41, !tbaa !42
  %v8 = getelementptr inbounds nuw %struct.tagged, ptr %t.6, i32 0, i32 1, !dbg !41
  store i32 0, ptr %v8, align 8, !dbg !41, !tbaa !43
  %v9 = getelementptr i8, ptr %t.6, i64 12, !dbg !41
  call void @llvm.memset.p0.i64(ptr align 4 %v9, i8 0, i64 4, i1 false), !dbg !41
  %v10 = call i32 @helper(ptr noundef %local.3, i64 noundef 0, ptr noundef %t.6), !dbg !44
  %v11 = load ptr, ptr getelementptr inbounds nuw (%struct.anon, ptr @table, i32 0, i32 1), align 8, !dbg !48, !tbaa !47
  %v12 = icmp ne ptr %v11, null, !dbg !49
  %v13 = zext i1 %v12 to i32, !dbg !49
  %v14 = add nsw i32 %v10, %v13, !dbg !50
  call void @llvm.lifetime.end.p0(ptr %t.6) #0, !dbg !52
  call void @llvm.lifetime.end.p0(ptr %local.3) #0, !dbg !52
  ret i32 %v14, !dbg !51
}

declare !dbg !25 dso_local i32 @declared(ptr noundef, i32 noundef) #1 section ".ksyms"

define internal i32 @helper(ptr noundef %p0, i64 noundef %p1, ptr noundef %p2) #3 !dbg !62 {
entry:
  %p.addr.2 = alloca ptr, align 8
  %c.addr.3 = alloca i64, align 8
  %t.addr.4 = alloca ptr, align 8
  store ptr %p0, ptr %p.addr.2, align 8, !tbaa !79
  store i64 %p1, ptr %c.addr.3, align 8, !tbaa !81
  store ptr %p2, ptr %t.addr.4, align 8, !tbaa !83
  %v5 = load ptr, ptr %p.addr.2, align 8, !dbg !84, !tbaa !79
  %v6 = load volatile i32, ptr %v5, align 4, !dbg !85, !tbaa !10
  %v7 = sext i32 %v6 to i64, !dbg !85
  %v8 = load i64, ptr %c.addr.3, align 8, !dbg !86, !tbaa !81
  %v9 = add i64 %v7, %v8, !dbg !87
  %v10 = load ptr, ptr %t.addr.4, align 8, !dbg !88, !tbaa !83
  %v11 = getelementptr inbounds nuw %struct.tagged, ptr %v10, i32 0, i32 1, !dbg !89
  %v12 = load i32, ptr %v11, align 8, !dbg !89, !tbaa !43
  %v13 = sext i32 %v12 to i64, !dbg !88
  %v14 = add i64 %v9, %v13, !dbg !90
  %v15 = trunc i64 %v14 to i32, !dbg !85
  ret i32 %v15, !dbg !91
}

attributes #0 = { nounwind }
attributes #1 = { "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #2 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #3 = { nounwind noinline "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }

!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!2, !3, !4, !5}
!llvm.ident = !{!6}
!llvm.errno.tbaa = !{!10}
!0 = !DIFile(filename: "case.c", directory: "/src", source: "/* Debug metadata: what BTF is made of. */\0A#define __map_member(name, value) int (*name)[value]\0A#define tag(x) __attribute__((btf_decl_tag(x)))\0A#define type_tag(x) __attribute__((btf_type_tag(x)))\0A\0Astruct used_by_pointer { int a; };\0Astruct pointed_at_only { int b; };\0Astruct node { struct node *next; struct pointed_at_only *far; const struct used_by_pointer *twice; };\0Astruct tagged { int type_tag(\22user\22) *p; int counted tag(\22counter\22); } tag(\22record\22);\0Aenum color { RED, GREEN = 1ULL << 40 };\0Atypedef int number tag(\22typed\22);\0A\0Astruct {\0A\09__map_member(type, 1);\0A\09struct used_by_pointer *value;\0A} table __attribute__((section(\22.maps\22)));\0A\0Aextern int declared(struct node *node, number n tag(\22argument\22)) __attribute__((section(\22.ksyms\22)));\0A\0Astatic __attribute__((noinline)) number helper(const volatile int *p, enum color c, struct tagged *t)\0A{\0A\09return *p + c + t->counted;\0A}\0A\0A__attribute__((section(\22tc\22))) int entry(struct node *node tag(\22context\22))\0A{\0A\09int local = declared(node, 2);\0A\09struct tagged t = { &local };\0A\0A\09return helper(&local, RED, &t) + (table.value != 0);\0A}\0A")
!1 = distinct !DICompileUnit(language: DW_LANG_C11, file: !0, producer: "bpfcc", isOptimized: true, runtimeVersion: 0, emissionKind: FullDebug, splitDebugInlining: false, nameTableKind: None)
!2 = !{i32 2, !"CodeView", i32 1}
!3 = !{i32 2, !"Debug Info Version", i32 3}
!4 = !{i32 1, !"wchar_size", i32 4}
!5 = !{i32 7, !"frame-pointer", i32 2}
!6 = !{!"bpfcc"}
!7 = !{!"Simple C/C++ TBAA"}
!8 = !{!"omnipotent char", !7, i64 0}
!9 = !{!"int", !8, i64 0}
!10 = !{!9, !9, i64 0}
!11 = distinct !DISubprogram(name: "entry", scope: !0, file: !0, line: 25, type: !16, scopeLine: 26, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !1, retainedNodes: !20)
!12 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!13 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "node", size: 192, elements: !114)
!14 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !13, size: 64)
!15 = !{!12, !14}
!16 = !DISubroutineType(types: !15)
!17 = !{!"btf_decl_tag", !"context"}
!18 = !{!17}
!19 = !DILocalVariable(name: "node", arg: 1, scope: !11, file: !0, line: 25, type: !14, annotations: !18)
!20 = !{!19}
!21 = !{!"any pointer", !8, i64 0}
!22 = !{!"p1 _ZTS4node", !21, i64 0}
!23 = !{!22, !22, i64 0}
!24 = !DILocation(line: 27, column: 6, scope: !11)
!25 = !DISubprogram(name: "declared", scope: !0, file: !0, line: 18, type: !30, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized, retainedNodes: !35)
!26 = !{!"btf_decl_tag", !"typed"}
!27 = !{!26}
!28 = !DIDerivedType(tag: DW_TAG_typedef, name: "number", baseType: !12, annotations: !27)
!29 = !{!12, !14, !28}
!30 = !DISubroutineType(types: !29)
!31 = !DILocalVariable(name: "node", arg: 1, scope: !25, file: !0, line: 18, type: !14)
!32 = !{!"btf_decl_tag", !"argument"}
!33 = !{!32}
!34 = !DILocalVariable(name: "n", arg: 2, scope: !25, file: !0, line: 18, type: !28, annotations: !33)
!35 = !{!31, !34}
!36 = !DILocation(line: 27, column: 23, scope: !11)
!37 = !DILocation(line: 27, column: 14, scope: !11)
!38 = !{!"p1 int", !21, i64 0}
!39 = !{!"tagged", !38, i64 0, !9, i64 8}
!40 = !DILocation(line: 28, column: 16, scope: !11)
!41 = !DILocation(line: 28, column: 20, scope: !11)
!42 = !{!39, !38, i64 0}
!43 = !{!39, !9, i64 8}
!44 = !DILocation(line: 30, column: 9, scope: !11)
!45 = !{!"p1 _ZTS15used_by_pointer", !21, i64 0}
!46 = !{!"", !38, i64 0, !45, i64 8}
!47 = !{!46, !45, i64 8}
!48 = !DILocation(line: 30, column: 42, scope: !11)
!49 = !DILocation(line: 30, column: 48, scope: !11)
!50 = !DILocation(line: 30, column: 33, scope: !11)
!51 = !DILocation(line: 30, column: 2, scope: !11)
!52 = !DILocation(line: 31, column: 1, scope: !11)
!53 = distinct !DICompositeType(tag: DW_TAG_structure_type, size: 128, elements: !106)
!54 = !DISubrange(count: 1)
!55 = !{!54}
!56 = !DICompositeType(tag: DW_TAG_array_type, baseType: !12, size: 32, elements: !55)
!57 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !56, size: 64)
!58 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "used_by_pointer", size: 32, elements: !103)
!59 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !58, size: 64)
!60 = distinct !DIGlobalVariable(name: "table", scope: !1, file: !0, line: 16, type: !53, isLocal: false, isDefinition: true)
!61 = !DIGlobalVariableExpression(var: !60, expr: !DIExpression())
!62 = distinct !DISubprogram(name: "helper", scope: !0, file: !0, line: 20, type: !74, scopeLine: 21, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !1, retainedNodes: !78)
!63 = !DIDerivedType(tag: DW_TAG_volatile_type, baseType: !12)
!64 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !63)
!65 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !64, size: 64)
!66 = !DIEnumerator(name: "RED", value: 0, isUnsigned: true)
!67 = !DIEnumerator(name: "GREEN", value: 1099511627776, isUnsigned: true)
!68 = !DIBasicType(name: "unsigned long", size: 64, encoding: DW_ATE_unsigned)
!69 = !{!66, !67}
!70 = distinct !DICompositeType(tag: DW_TAG_enumeration_type, name: "color", baseType: !68, size: 64, elements: !69)
!71 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "tagged", size: 128, elements: !99, annotations: !101)
!72 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !71, size: 64)
!73 = !{!28, !65, !70, !72}
!74 = !DISubroutineType(types: !73)
!75 = !DILocalVariable(name: "p", arg: 1, scope: !62, file: !0, line: 20, type: !65)
!76 = !DILocalVariable(name: "c", arg: 2, scope: !62, file: !0, line: 20, type: !70)
!77 = !DILocalVariable(name: "t", arg: 3, scope: !62, file: !0, line: 20, type: !72)
!78 = !{!75, !76, !77}
!79 = !{!38, !38, i64 0}
!80 = !{!"long", !8, i64 0}
!81 = !{!80, !80, i64 0}
!82 = !{!"p1 _ZTS6tagged", !21, i64 0}
!83 = !{!82, !82, i64 0}
!84 = !DILocation(line: 22, column: 10, scope: !62)
!85 = !DILocation(line: 22, column: 9, scope: !62)
!86 = !DILocation(line: 22, column: 14, scope: !62)
!87 = !DILocation(line: 22, column: 12, scope: !62)
!88 = !DILocation(line: 22, column: 18, scope: !62)
!89 = !DILocation(line: 22, column: 21, scope: !62)
!90 = !DILocation(line: 22, column: 16, scope: !62)
!91 = !DILocation(line: 22, column: 2, scope: !62)
!92 = !{!"btf_type_tag", !"user"}
!93 = !{!92}
!94 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !12, size: 64, annotations: !93)
!95 = !DIDerivedType(tag: DW_TAG_member, name: "p", scope: !71, baseType: !94, size: 64)
!96 = !{!"btf_decl_tag", !"counter"}
!97 = !{!96}
!98 = !DIDerivedType(tag: DW_TAG_member, name: "counted", scope: !71, baseType: !12, size: 32, offset: 64, annotations: !97)
!99 = !{!95, !98}
!100 = !{!"btf_decl_tag", !"record"}
!101 = !{!100}
!102 = !DIDerivedType(tag: DW_TAG_member, name: "a", scope: !58, baseType: !12, size: 32)
!103 = !{!102}
!104 = !DIDerivedType(tag: DW_TAG_member, name: "type", scope: !53, baseType: !57, size: 64)
!105 = !DIDerivedType(tag: DW_TAG_member, name: "value", scope: !53, baseType: !59, size: 64, offset: 64)
!106 = !{!104, !105}
!107 = !DIDerivedType(tag: DW_TAG_member, name: "next", scope: !13, baseType: !14, size: 64)
!108 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "pointed_at_only", elements: !115)
!109 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !108, size: 64)
!110 = !DIDerivedType(tag: DW_TAG_member, name: "far", scope: !13, baseType: !109, size: 64, offset: 64)
!111 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !58)
!112 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !111, size: 64)
!113 = !DIDerivedType(tag: DW_TAG_member, name: "twice", scope: !13, baseType: !112, size: 64, offset: 128)
!114 = !{!107, !110, !113}
!115 = !{}
