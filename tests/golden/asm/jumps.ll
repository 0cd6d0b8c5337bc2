; What clang 22 -O2 -g makes of the source below, with BTF and no DWARF.
;
; /* Jump tables, which the back end makes of a dense switch at -mcpu=v4. */
; #define SEC(name) __attribute__((section(name), used))
; #define ROW(n) case n: c[n + 1] = x * (n * 7 + 3); return c[(n * 5) % 11] ^ (n * 13);
; SEC("socket") int dense(int *c)
; {
; 	int x = c[0];
; 	switch (x) {
; 	ROW(0) ROW(1) ROW(2) ROW(3) ROW(4) ROW(5) ROW(6) ROW(7) ROW(8) ROW(9)
; 	ROW(10) ROW(11) ROW(12) ROW(13) ROW(14) ROW(15) ROW(16) ROW(17) ROW(18) ROW(19)
; 	}
; 	return 0;
; }

source_filename = "jumps.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpf"

@llvm.compiler.used = appending global [1 x ptr] [ptr @dense], section "llvm.metadata"

; Function Attrs: mustprogress nofree norecurse nosync nounwind willreturn memory(argmem: readwrite)
define dso_local i32 @dense(ptr noundef captures(none) %0) #0 section "socket" !dbg !11 {
    #dbg_value(ptr %0, !17, !DIExpression(), !19)
  %2 = load i32, ptr %0, align 4, !dbg !20, !tbaa !7
    #dbg_value(i32 %2, !18, !DIExpression(), !19)
  switch i32 %2, label %94 [
    i32 0, label %3
    i32 1, label %5
    i32 2, label %10
    i32 3, label %15
    i32 4, label %17
    i32 5, label %22
    i32 6, label %27
    i32 7, label %32
    i32 8, label %37
    i32 9, label %42
    i32 10, label %47
    i32 11, label %52
    i32 12, label %54
    i32 13, label %59
    i32 14, label %64
    i32 15, label %69
    i32 16, label %74
    i32 17, label %79
    i32 18, label %84
    i32 19, label %89
  ], !dbg !21

3:                                                ; preds = %1
  %4 = getelementptr inbounds nuw i8, ptr %0, i64 4, !dbg !22
  store i32 0, ptr %4, align 4, !dbg !24, !tbaa !7
  br label %94, !dbg !25

5:                                                ; preds = %1
  %6 = getelementptr inbounds nuw i8, ptr %0, i64 8, !dbg !26
  store i32 10, ptr %6, align 4, !dbg !27, !tbaa !7
  %7 = getelementptr inbounds nuw i8, ptr %0, i64 20, !dbg !26
  %8 = load i32, ptr %7, align 4, !dbg !26, !tbaa !7
  %9 = xor i32 %8, 13, !dbg !28
  br label %94, !dbg !29

10:                                               ; preds = %1
  %11 = getelementptr inbounds nuw i8, ptr %0, i64 12, !dbg !30
  store i32 34, ptr %11, align 4, !dbg !31, !tbaa !7
  %12 = getelementptr inbounds nuw i8, ptr %0, i64 40, !dbg !30
  %13 = load i32, ptr %12, align 4, !dbg !30, !tbaa !7
  %14 = xor i32 %13, 26, !dbg !32
  br label %94, !dbg !33

15:                                               ; preds = %1
  %16 = getelementptr inbounds nuw i8, ptr %0, i64 16, !dbg !34
  store i32 72, ptr %16, align 4, !dbg !35, !tbaa !7
  br label %94, !dbg !36

17:                                               ; preds = %1
  %18 = getelementptr inbounds nuw i8, ptr %0, i64 20, !dbg !37
  store i32 124, ptr %18, align 4, !dbg !38, !tbaa !7
  %19 = getelementptr inbounds nuw i8, ptr %0, i64 36, !dbg !37
  %20 = load i32, ptr %19, align 4, !dbg !37, !tbaa !7
  %21 = xor i32 %20, 52, !dbg !39
  br label %94, !dbg !40

22:                                               ; preds = %1
  %23 = getelementptr inbounds nuw i8, ptr %0, i64 24, !dbg !41
  store i32 190, ptr %23, align 4, !dbg !42, !tbaa !7
  %24 = getelementptr inbounds nuw i8, ptr %0, i64 12, !dbg !41
  %25 = load i32, ptr %24, align 4, !dbg !41, !tbaa !7
  %26 = xor i32 %25, 65, !dbg !43
  br label %94, !dbg !44

27:                                               ; preds = %1
  %28 = getelementptr inbounds nuw i8, ptr %0, i64 28, !dbg !45
  store i32 270, ptr %28, align 4, !dbg !46, !tbaa !7
  %29 = getelementptr inbounds nuw i8, ptr %0, i64 32, !dbg !45
  %30 = load i32, ptr %29, align 4, !dbg !45, !tbaa !7
  %31 = xor i32 %30, 78, !dbg !47
  br label %94, !dbg !48

32:                                               ; preds = %1
  %33 = getelementptr inbounds nuw i8, ptr %0, i64 32, !dbg !49
  store i32 364, ptr %33, align 4, !dbg !50, !tbaa !7
  %34 = getelementptr inbounds nuw i8, ptr %0, i64 8, !dbg !49
  %35 = load i32, ptr %34, align 4, !dbg !49, !tbaa !7
  %36 = xor i32 %35, 91, !dbg !51
  br label %94, !dbg !52

37:                                               ; preds = %1
  %38 = getelementptr inbounds nuw i8, ptr %0, i64 36, !dbg !53
  store i32 472, ptr %38, align 4, !dbg !54, !tbaa !7
  %39 = getelementptr inbounds nuw i8, ptr %0, i64 28, !dbg !53
  %40 = load i32, ptr %39, align 4, !dbg !53, !tbaa !7
  %41 = xor i32 %40, 104, !dbg !55
  br label %94, !dbg !56

42:                                               ; preds = %1
  %43 = getelementptr inbounds nuw i8, ptr %0, i64 40, !dbg !57
  store i32 594, ptr %43, align 4, !dbg !58, !tbaa !7
  %44 = getelementptr inbounds nuw i8, ptr %0, i64 4, !dbg !57
  %45 = load i32, ptr %44, align 4, !dbg !57, !tbaa !7
  %46 = xor i32 %45, 117, !dbg !59
  br label %94, !dbg !60

47:                                               ; preds = %1
  %48 = getelementptr inbounds nuw i8, ptr %0, i64 44, !dbg !61
  store i32 730, ptr %48, align 4, !dbg !62, !tbaa !7
  %49 = getelementptr inbounds nuw i8, ptr %0, i64 24, !dbg !61
  %50 = load i32, ptr %49, align 4, !dbg !61, !tbaa !7
  %51 = xor i32 %50, 130, !dbg !63
  br label %94, !dbg !64

52:                                               ; preds = %1
  %53 = getelementptr inbounds nuw i8, ptr %0, i64 48, !dbg !65
  store i32 880, ptr %53, align 4, !dbg !66, !tbaa !7
  br label %94, !dbg !67

54:                                               ; preds = %1
  %55 = getelementptr inbounds nuw i8, ptr %0, i64 52, !dbg !68
  store i32 1044, ptr %55, align 4, !dbg !69, !tbaa !7
  %56 = getelementptr inbounds nuw i8, ptr %0, i64 20, !dbg !68
  %57 = load i32, ptr %56, align 4, !dbg !68, !tbaa !7
  %58 = xor i32 %57, 156, !dbg !70
  br label %94, !dbg !71

59:                                               ; preds = %1
  %60 = getelementptr inbounds nuw i8, ptr %0, i64 56, !dbg !72
  store i32 1222, ptr %60, align 4, !dbg !73, !tbaa !7
  %61 = getelementptr inbounds nuw i8, ptr %0, i64 40, !dbg !72
  %62 = load i32, ptr %61, align 4, !dbg !72, !tbaa !7
  %63 = xor i32 %62, 169, !dbg !74
  br label %94, !dbg !75

64:                                               ; preds = %1
  %65 = getelementptr inbounds nuw i8, ptr %0, i64 60, !dbg !76
  store i32 1414, ptr %65, align 4, !dbg !77, !tbaa !7
  %66 = getelementptr inbounds nuw i8, ptr %0, i64 16, !dbg !76
  %67 = load i32, ptr %66, align 4, !dbg !76, !tbaa !7
  %68 = xor i32 %67, 182, !dbg !78
  br label %94, !dbg !79

69:                                               ; preds = %1
  %70 = getelementptr inbounds nuw i8, ptr %0, i64 64, !dbg !80
  store i32 1620, ptr %70, align 4, !dbg !81, !tbaa !7
  %71 = getelementptr inbounds nuw i8, ptr %0, i64 36, !dbg !80
  %72 = load i32, ptr %71, align 4, !dbg !80, !tbaa !7
  %73 = xor i32 %72, 195, !dbg !82
  br label %94, !dbg !83

74:                                               ; preds = %1
  %75 = getelementptr inbounds nuw i8, ptr %0, i64 68, !dbg !84
  store i32 1840, ptr %75, align 4, !dbg !85, !tbaa !7
  %76 = getelementptr inbounds nuw i8, ptr %0, i64 12, !dbg !84
  %77 = load i32, ptr %76, align 4, !dbg !84, !tbaa !7
  %78 = xor i32 %77, 208, !dbg !86
  br label %94, !dbg !87

79:                                               ; preds = %1
  %80 = getelementptr inbounds nuw i8, ptr %0, i64 72, !dbg !88
  store i32 2074, ptr %80, align 4, !dbg !89, !tbaa !7
  %81 = getelementptr inbounds nuw i8, ptr %0, i64 32, !dbg !88
  %82 = load i32, ptr %81, align 4, !dbg !88, !tbaa !7
  %83 = xor i32 %82, 221, !dbg !90
  br label %94, !dbg !91

84:                                               ; preds = %1
  %85 = getelementptr inbounds nuw i8, ptr %0, i64 76, !dbg !92
  store i32 2322, ptr %85, align 4, !dbg !93, !tbaa !7
  %86 = getelementptr inbounds nuw i8, ptr %0, i64 8, !dbg !92
  %87 = load i32, ptr %86, align 4, !dbg !92, !tbaa !7
  %88 = xor i32 %87, 234, !dbg !94
  br label %94, !dbg !95

89:                                               ; preds = %1
  %90 = getelementptr inbounds nuw i8, ptr %0, i64 80, !dbg !96
  store i32 2584, ptr %90, align 4, !dbg !97, !tbaa !7
  %91 = getelementptr inbounds nuw i8, ptr %0, i64 28, !dbg !96
  %92 = load i32, ptr %91, align 4, !dbg !96, !tbaa !7
  %93 = xor i32 %92, 247, !dbg !98
  br label %94, !dbg !99

94:                                               ; preds = %1, %89, %84, %79, %74, %69, %64, %59, %54, %52, %47, %42, %37, %32, %27, %22, %17, %15, %10, %5, %3
  %95 = phi i32 [ %93, %89 ], [ 0, %3 ], [ %9, %5 ], [ %14, %10 ], [ 111, %15 ], [ %21, %17 ], [ %26, %22 ], [ %31, %27 ], [ %36, %32 ], [ %41, %37 ], [ %46, %42 ], [ %51, %47 ], [ 132, %52 ], [ %58, %54 ], [ %63, %59 ], [ %68, %64 ], [ %73, %69 ], [ %78, %74 ], [ %83, %79 ], [ %88, %84 ], [ 0, %1 ], !dbg !19
  ret i32 %95, !dbg !100
}

attributes #0 = { mustprogress nofree norecurse nosync nounwind willreturn memory(argmem: readwrite) "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="v3" }

!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2, !3, !4, !5, !6}
!llvm.errno.tbaa = !{!7}

!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, isOptimized: true, runtimeVersion: 0, emissionKind: FullDebug, splitDebugInlining: false, nameTableKind: None)
!1 = !DIFile(filename: "jumps.c", directory: ".", checksumkind: CSK_MD5, checksum: "0ffa6782c26f3440d4c3a8ed0bfdb61f")
!2 = !{i32 2, !"CodeView", i32 1}
!3 = !{i32 2, !"Debug Info Version", i32 3}
!4 = !{i32 1, !"wchar_size", i32 4}
!5 = !{i32 7, !"frame-pointer", i32 2}
!6 = !{i32 7, !"debug-info-assignment-tracking", i1 true}
!7 = !{!8, !8, i64 0}
!8 = !{!"int", !9, i64 0}
!9 = !{!"omnipotent char", !10, i64 0}
!10 = !{!"Simple C/C++ TBAA"}
!11 = distinct !DISubprogram(name: "dense", scope: !1, file: !1, line: 4, type: !12, scopeLine: 5, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !0, retainedNodes: !16, keyInstructions: true)
!12 = !DISubroutineType(types: !13)
!13 = !{!14, !15}
!14 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!15 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !14, size: 64)
!16 = !{!17, !18}
!17 = !DILocalVariable(name: "c", arg: 1, scope: !11, file: !1, line: 4, type: !15)
!18 = !DILocalVariable(name: "x", scope: !11, file: !1, line: 6, type: !14)
!19 = !DILocation(line: 0, scope: !11)
!20 = !DILocation(line: 6, column: 10, scope: !11, atomGroup: 1, atomRank: 2)
!21 = !DILocation(line: 7, column: 2, scope: !11, atomGroup: 2, atomRank: 1)
!22 = !DILocation(line: 8, column: 2, scope: !23)
!23 = distinct !DILexicalBlock(scope: !11, file: !1, line: 7, column: 13)
!24 = !DILocation(line: 8, column: 2, scope: !23, atomGroup: 3, atomRank: 1)
!25 = !DILocation(line: 8, column: 2, scope: !23, atomGroup: 4, atomRank: 1)
!26 = !DILocation(line: 8, column: 9, scope: !23)
!27 = !DILocation(line: 8, column: 9, scope: !23, atomGroup: 5, atomRank: 1)
!28 = !DILocation(line: 8, column: 9, scope: !23, atomGroup: 6, atomRank: 2)
!29 = !DILocation(line: 8, column: 9, scope: !23, atomGroup: 6, atomRank: 1)
!30 = !DILocation(line: 8, column: 16, scope: !23)
!31 = !DILocation(line: 8, column: 16, scope: !23, atomGroup: 7, atomRank: 1)
!32 = !DILocation(line: 8, column: 16, scope: !23, atomGroup: 8, atomRank: 2)
!33 = !DILocation(line: 8, column: 16, scope: !23, atomGroup: 8, atomRank: 1)
!34 = !DILocation(line: 8, column: 23, scope: !23)
!35 = !DILocation(line: 8, column: 23, scope: !23, atomGroup: 9, atomRank: 1)
!36 = !DILocation(line: 8, column: 23, scope: !23, atomGroup: 10, atomRank: 1)
!37 = !DILocation(line: 8, column: 30, scope: !23)
!38 = !DILocation(line: 8, column: 30, scope: !23, atomGroup: 11, atomRank: 1)
!39 = !DILocation(line: 8, column: 30, scope: !23, atomGroup: 12, atomRank: 2)
!40 = !DILocation(line: 8, column: 30, scope: !23, atomGroup: 12, atomRank: 1)
!41 = !DILocation(line: 8, column: 37, scope: !23)
!42 = !DILocation(line: 8, column: 37, scope: !23, atomGroup: 13, atomRank: 1)
!43 = !DILocation(line: 8, column: 37, scope: !23, atomGroup: 14, atomRank: 2)
!44 = !DILocation(line: 8, column: 37, scope: !23, atomGroup: 14, atomRank: 1)
!45 = !DILocation(line: 8, column: 44, scope: !23)
!46 = !DILocation(line: 8, column: 44, scope: !23, atomGroup: 15, atomRank: 1)
!47 = !DILocation(line: 8, column: 44, scope: !23, atomGroup: 16, atomRank: 2)
!48 = !DILocation(line: 8, column: 44, scope: !23, atomGroup: 16, atomRank: 1)
!49 = !DILocation(line: 8, column: 51, scope: !23)
!50 = !DILocation(line: 8, column: 51, scope: !23, atomGroup: 17, atomRank: 1)
!51 = !DILocation(line: 8, column: 51, scope: !23, atomGroup: 18, atomRank: 2)
!52 = !DILocation(line: 8, column: 51, scope: !23, atomGroup: 18, atomRank: 1)
!53 = !DILocation(line: 8, column: 58, scope: !23)
!54 = !DILocation(line: 8, column: 58, scope: !23, atomGroup: 19, atomRank: 1)
!55 = !DILocation(line: 8, column: 58, scope: !23, atomGroup: 20, atomRank: 2)
!56 = !DILocation(line: 8, column: 58, scope: !23, atomGroup: 20, atomRank: 1)
!57 = !DILocation(line: 8, column: 65, scope: !23)
!58 = !DILocation(line: 8, column: 65, scope: !23, atomGroup: 21, atomRank: 1)
!59 = !DILocation(line: 8, column: 65, scope: !23, atomGroup: 22, atomRank: 2)
!60 = !DILocation(line: 8, column: 65, scope: !23, atomGroup: 22, atomRank: 1)
!61 = !DILocation(line: 9, column: 2, scope: !23)
!62 = !DILocation(line: 9, column: 2, scope: !23, atomGroup: 23, atomRank: 1)
!63 = !DILocation(line: 9, column: 2, scope: !23, atomGroup: 24, atomRank: 2)
!64 = !DILocation(line: 9, column: 2, scope: !23, atomGroup: 24, atomRank: 1)
!65 = !DILocation(line: 9, column: 10, scope: !23)
!66 = !DILocation(line: 9, column: 10, scope: !23, atomGroup: 25, atomRank: 1)
!67 = !DILocation(line: 9, column: 10, scope: !23, atomGroup: 26, atomRank: 1)
!68 = !DILocation(line: 9, column: 18, scope: !23)
!69 = !DILocation(line: 9, column: 18, scope: !23, atomGroup: 27, atomRank: 1)
!70 = !DILocation(line: 9, column: 18, scope: !23, atomGroup: 28, atomRank: 2)
!71 = !DILocation(line: 9, column: 18, scope: !23, atomGroup: 28, atomRank: 1)
!72 = !DILocation(line: 9, column: 26, scope: !23)
!73 = !DILocation(line: 9, column: 26, scope: !23, atomGroup: 29, atomRank: 1)
!74 = !DILocation(line: 9, column: 26, scope: !23, atomGroup: 30, atomRank: 2)
!75 = !DILocation(line: 9, column: 26, scope: !23, atomGroup: 30, atomRank: 1)
!76 = !DILocation(line: 9, column: 34, scope: !23)
!77 = !DILocation(line: 9, column: 34, scope: !23, atomGroup: 31, atomRank: 1)
!78 = !DILocation(line: 9, column: 34, scope: !23, atomGroup: 32, atomRank: 2)
!79 = !DILocation(line: 9, column: 34, scope: !23, atomGroup: 32, atomRank: 1)
!80 = !DILocation(line: 9, column: 42, scope: !23)
!81 = !DILocation(line: 9, column: 42, scope: !23, atomGroup: 33, atomRank: 1)
!82 = !DILocation(line: 9, column: 42, scope: !23, atomGroup: 34, atomRank: 2)
!83 = !DILocation(line: 9, column: 42, scope: !23, atomGroup: 34, atomRank: 1)
!84 = !DILocation(line: 9, column: 50, scope: !23)
!85 = !DILocation(line: 9, column: 50, scope: !23, atomGroup: 35, atomRank: 1)
!86 = !DILocation(line: 9, column: 50, scope: !23, atomGroup: 36, atomRank: 2)
!87 = !DILocation(line: 9, column: 50, scope: !23, atomGroup: 36, atomRank: 1)
!88 = !DILocation(line: 9, column: 58, scope: !23)
!89 = !DILocation(line: 9, column: 58, scope: !23, atomGroup: 37, atomRank: 1)
!90 = !DILocation(line: 9, column: 58, scope: !23, atomGroup: 38, atomRank: 2)
!91 = !DILocation(line: 9, column: 58, scope: !23, atomGroup: 38, atomRank: 1)
!92 = !DILocation(line: 9, column: 66, scope: !23)
!93 = !DILocation(line: 9, column: 66, scope: !23, atomGroup: 39, atomRank: 1)
!94 = !DILocation(line: 9, column: 66, scope: !23, atomGroup: 40, atomRank: 2)
!95 = !DILocation(line: 9, column: 66, scope: !23, atomGroup: 40, atomRank: 1)
!96 = !DILocation(line: 9, column: 74, scope: !23)
!97 = !DILocation(line: 9, column: 74, scope: !23, atomGroup: 41, atomRank: 1)
!98 = !DILocation(line: 9, column: 74, scope: !23, atomGroup: 42, atomRank: 2)
!99 = !DILocation(line: 9, column: 74, scope: !23, atomGroup: 42, atomRank: 1)
!100 = !DILocation(line: 12, column: 1, scope: !11, atomGroup: 44, atomRank: 1)
