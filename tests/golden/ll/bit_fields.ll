source_filename = "case.c"
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"

%struct.mixed = type { i64, i8, i32, i16 }
%struct.packed = type <{ i8, i32, i16, [5 x i8] }>
%struct.separated = type { i8, [3 x i8], i16, [2 x i8] }
%union.overlaid = type { i64 }
%union.narrow = type { i24 }
%struct.promoted = type { i64, i64, i64, [8 x i8] }

@narrows = internal global [2 x %union.narrow] zeroinitializer, align 4

define dso_local i64 @read_all(ptr noundef %p0, ptr noundef %p1, ptr noundef %p2, ptr noundef %p3) #0 {
entry:
  %m.addr.2 = alloca ptr, align 8
  %p.addr.3 = alloca ptr, align 8
  %s.addr.4 = alloca ptr, align 8
  %u.addr.5 = alloca ptr, align 8
  store ptr %p0, ptr %m.addr.2, align 8, !tbaa !9
  store ptr %p1, ptr %p.addr.3, align 8, !tbaa !11
  store ptr %p2, ptr %s.addr.4, align 8, !tbaa !13
  store ptr %p3, ptr %u.addr.5, align 8, !tbaa !15
  %v6 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v7 = load i64, ptr %v6, align 8
  %v8 = and i64 %v7, 7
  %v9 = trunc i64 %v8 to i32
  %v10 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v11 = load i64, ptr %v10, align 8
  %v12 = lshr i64 %v11, 3
  %v13 = and i64 %v12, 31
  %v14 = trunc i64 %v13 to i32
  %v15 = add nsw i32 %v9, %v14
  %v16 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v17 = load i64, ptr %v16, align 8
  %v18 = shl i64 %v17, 47
  %v19 = ashr i64 %v18, 55
  %v20 = trunc i64 %v19 to i32
  %v21 = add nsw i32 %v15, %v20
  %v22 = sext i32 %v21 to i64
  %v23 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v24 = load i64, ptr %v23, align 8
  %v25 = lshr i64 %v24, 17
  %v26 = and i64 %v25, 1099511627775
  %v27 = add i64 %v22, %v26
  %v28 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v29 = load i64, ptr %v28, align 8
  %v30 = lshr i64 %v29, 57
  %v31 = and i64 %v30, 1
  %v32 = trunc i64 %v31 to i8
  %v33 = zext i8 %v32 to i64
  %v34 = add i64 %v27, %v33
  %v35 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v36 = getelementptr inbounds nuw %struct.mixed, ptr %v35, i32 0, i32 1
  %v37 = load i8, ptr %v36, align 8
  %v38 = and i8 %v37, 127
  %v39 = zext i8 %v38 to i64
  %v40 = add i64 %v34, %v39
  %v41 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v42 = getelementptr inbounds nuw %struct.mixed, ptr %v41, i32 0, i32 3
  %v43 = load i16, ptr %v42, align 8
  %v44 = and i16 %v43, 1
  %v45 = trunc i16 %v44 to i1
  %v46 = zext i1 %v45 to i64
  %v47 = add i64 %v40, %v46
  %v48 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v49 = getelementptr inbounds nuw %struct.mixed, ptr %v48, i32 0, i32 3
  %v50 = load i16, ptr %v49, align 8
  %v51 = lshr i16 %v50, 1
  %v52 = and i16 %v51, 15
  %v53 = trunc i16 %v52 to i8
  %v54 = zext i8 %v53 to i64
  %v55 = add i64 %v47, %v54
  %v56 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v57 = getelementptr inbounds nuw %struct.mixed, ptr %v56, i32 0, i32 3
  %v58 = load volatile i16, ptr %v57, align 8
  %v59 = lshr i16 %v58, 5
  %v60 = and i16 %v59, 15
  %v61 = zext i16 %v60 to i64
  %v62 = add i64 %v55, %v61
  %v63 = load ptr, ptr %p.addr.3, align 8, !tbaa !11
  %v64 = getelementptr inbounds nuw %struct.packed, ptr %v63, i32 0, i32 2
  %v65 = load i16, ptr %v64, align 1
  %v66 = and i16 %v65, 7
  %v67 = zext i16 %v66 to i64
  %v68 = add i64 %v62, %v67
  %v69 = load ptr, ptr %p.addr.3, align 8, !tbaa !11
  %v70 = getelementptr inbounds nuw %struct.packed, ptr %v69, i32 0, i32 2
  %v71 = load i16, ptr %v70, align 1
  %v72 = lshr i16 %v71, 3
  %v73 = zext i16 %v72 to i64
  %v74 = add i64 %v68, %v73
  %v75 = load ptr, ptr %p.addr.3, align 8, !tbaa !11
  %v76 = getelementptr inbounds nuw %struct.packed, ptr %v75, i32 0, i32 3
  %v77 = load i40, ptr %v76, align 1
  %v78 = and i40 %v77, 8589934591
  %v79 = zext i40 %v78 to i64
  %v80 = add i64 %v74, %v79
  %v81 = load ptr, ptr %s.addr.4, align 8, !tbaa !13
  %v82 = load i8, ptr %v81, align 4
  %v83 = shl i8 %v82, 1
  %v84 = ashr i8 %v83, 1
  %v85 = sext i8 %v84 to i32
  %v86 = sext i32 %v85 to i64
  %v87 = add i64 %v80, %v86
  %v88 = load ptr, ptr %s.addr.4, align 8, !tbaa !13
  %v89 = getelementptr inbounds nuw %struct.separated, ptr %v88, i32 0, i32 2
  %v90 = load i16, ptr %v89, align 4
  %v91 = shl i16 %v90, 7
  %v92 = ashr i16 %v91, 7
  %v93 = sext i16 %v92 to i32
  %v94 = sext i32 %v93 to i64
  %v95 = add i64 %v87, %v94
  %v96 = load ptr, ptr %s.addr.4, align 8, !tbaa !13
  %v97 = getelementptr inbounds nuw %struct.separated, ptr %v96, i32 0, i32 2
  %v98 = load i16, ptr %v97, align 4
  %v99 = lshr i16 %v98, 12
  %v100 = and i16 %v99, 3
  %v101 = trunc i16 %v100 to i8
  %v102 = zext i8 %v101 to i64
  %v103 = add i64 %v95, %v102
  %v104 = load ptr, ptr %u.addr.5, align 8, !tbaa !15
  %v105 = load i8, ptr %v104, align 8
  %v106 = and i8 %v105, 15
  %v107 = zext i8 %v106 to i32
  %v108 = zext i32 %v107 to i64
  %v109 = add i64 %v103, %v108
  %v110 = load ptr, ptr %u.addr.5, align 8, !tbaa !15
  %v111 = load i64, ptr %v110, align 8
  %v112 = and i64 %v111, 1152921504606846975
  %v113 = add i64 %v109, %v112
  ret i64 %v113
}

define dso_local i32 @write_all(ptr noundef %p0, ptr noundef %p1, ptr noundef %p2, ptr noundef %p3, i32 noundef %p4) #0 {
entry:
  %m.addr.2 = alloca ptr, align 8
  %p.addr.3 = alloca ptr, align 8
  %s.addr.4 = alloca ptr, align 8
  %u.addr.5 = alloca ptr, align 8
  %x.addr.6 = alloca i32, align 4
  store ptr %p0, ptr %m.addr.2, align 8, !tbaa !9
  store ptr %p1, ptr %p.addr.3, align 8, !tbaa !11
  store ptr %p2, ptr %s.addr.4, align 8, !tbaa !13
  store ptr %p3, ptr %u.addr.5, align 8, !tbaa !15
  store i32 %p4, ptr %x.addr.6, align 4, !tbaa !6
  %v7 = load i32, ptr %x.addr.6, align 4, !tbaa !6
  %v8 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v9 = zext i32 %v7 to i64
  %v10 = load i64, ptr %v8, align 8
  %v11 = and i64 %v9, 7
  %v12 = and i64 %v10, -8
  %v13 = or i64 %v12, %v11
  store i64 %v13, ptr %v8, align 8
  %v14 = load i32, ptr %x.addr.6, align 4, !tbaa !6
  %v15 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v16 = zext i32 %v14 to i64
  %v17 = load i64, ptr %v15, align 8
  %v18 = and i64 %v16, 511
  %v19 = shl i64 %v18, 8
  %v20 = and i64 %v17, -130817
  %v21 = or i64 %v20, %v19
  store i64 %v21, ptr %v15, align 8
  %v22 = load i32, ptr %x.addr.6, align 4, !tbaa !6
  %v23 = sext i32 %v22 to i64
  %v24 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v25 = load i64, ptr %v24, align 8
  %v26 = and i64 %v23, 1099511627775
  %v27 = shl i64 %v26, 17
  %v28 = and i64 %v25, -144115188075724801
  %v29 = or i64 %v28, %v27
  store i64 %v29, ptr %v24, align 8
  %v30 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v31 = getelementptr inbounds nuw %struct.mixed, ptr %v30, i32 0, i32 1
  %v32 = load i8, ptr %v31, align 8
  %v33 = and i8 %v32, 127
  %v34 = zext i8 %v33 to i32
  %v35 = add nsw i32 %v34, 3
  %v36 = trunc i32 %v35 to i8
  %v37 = load i8, ptr %v31, align 8
  %v38 = and i8 %v36, 127
  %v39 = and i8 %v37, -128
  %v40 = or i8 %v39, %v38
  store i8 %v40, ptr %v31, align 8
  %v41 = load i32, ptr %x.addr.6, align 4, !tbaa !6
  %v42 = icmp ne i32 %v41, 0
  %v43 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v44 = getelementptr inbounds nuw %struct.mixed, ptr %v43, i32 0, i32 3
  %v45 = zext i1 %v42 to i16
  %v46 = load i16, ptr %v44, align 8
  %v47 = and i16 %v46, -2
  %v48 = or i16 %v47, %v45
  store i16 %v48, ptr %v44, align 8
  %v49 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v50 = load i64, ptr %v49, align 8
  %v51 = lshr i64 %v50, 3
  %v52 = and i64 %v51, 31
  %v53 = trunc i64 %v52 to i32
  %v54 = add i32 %v53, 1
  %v55 = zext i32 %v54 to i64
  %v56 = load i64, ptr %v49, align 8
  %v57 = and i64 %v55, 31
  %v58 = shl i64 %v57, 3
  %v59 = and i64 %v56, -249
  %v60 = or i64 %v59, %v58
  store i64 %v60, ptr %v49, align 8
  %v61 = load i32, ptr %x.addr.6, align 4, !tbaa !6
  %v62 = trunc i32 %v61 to i16
  %v63 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v64 = getelementptr inbounds nuw %struct.mixed, ptr %v63, i32 0, i32 3
  %v65 = load volatile i16, ptr %v64, align 8
  %v66 = and i16 %v62, 15
  %v67 = shl i16 %v66, 5
  %v68 = and i16 %v65, -481
  %v69 = or i16 %v68, %v67
  store volatile i16 %v69, ptr %v64, align 8
  %v70 = load i32, ptr %x.addr.6, align 4, !tbaa !6
  %v71 = sext i32 %v70 to i64
  %v72 = load ptr, ptr %p.addr.3, align 8, !tbaa !11
  %v73 = getelementptr inbounds nuw %struct.packed, ptr %v72, i32 0, i32 3
  %v74 = trunc i64 %v71 to i40
  %v75 = load i40, ptr %v73, align 1
  %v76 = and i40 %v74, 8589934591
  %v77 = and i40 %v75, -8589934592
  %v78 = or i40 %v77, %v76
  store i40 %v78, ptr %v73, align 1
  %v79 = zext i40 %v76 to i64
  %v80 = trunc i64 %v79 to i16
  %v81 = load ptr, ptr %p.addr.3, align 8, !tbaa !11
  %v82 = getelementptr inbounds nuw %struct.packed, ptr %v81, i32 0, i32 2
  %v83 = load i16, ptr %v82, align 1
  %v84 = and i16 %v80, 8191
  %v85 = shl i16 %v84, 3
  %v86 = and i16 %v83, 7
  %v87 = or i16 %v86, %v85
  store i16 %v87, ptr %v82, align 1
  %v88 = load i32, ptr %x.addr.6, align 4, !tbaa !6
  %v89 = load ptr, ptr %s.addr.4, align 8, !tbaa !13
  %v90 = getelementptr inbounds nuw %struct.separated, ptr %v89, i32 0, i32 2
  %v91 = trunc i32 %v88 to i16
  %v92 = load i16, ptr %v90, align 4
  %v93 = and i16 %v91, 511
  %v94 = and i16 %v92, -512
  %v95 = or i16 %v94, %v93
  store i16 %v95, ptr %v90, align 4
  %v96 = load ptr, ptr %u.addr.5, align 8, !tbaa !15
  %v97 = load i64, ptr %v96, align 8
  %v98 = and i64 %v97, 1152921504606846975
  %v99 = xor i64 %v98, 1
  %v100 = load i64, ptr %v96, align 8
  %v101 = and i64 %v99, 1152921504606846975
  %v102 = and i64 %v100, -1152921504606846976
  %v103 = or i64 %v102, %v101
  store i64 %v103, ptr %v96, align 8
  %v104 = load i32, ptr %x.addr.6, align 4, !tbaa !6
  %v105 = load ptr, ptr %m.addr.2, align 8, !tbaa !9
  %v106 = zext i32 %v104 to i64
  %v107 = load i64, ptr %v105, align 8
  %v108 = and i64 %v106, 511
  %v109 = shl i64 %v108, 8
  %v110 = and i64 %v107, -130817
  %v111 = or i64 %v110, %v109
  store i64 %v111, ptr %v105, align 8
  %v112 = shl i64 %v108, 55
  %v113 = ashr i64 %v112, 55
  %v114 = trunc i64 %v113 to i32
  ret i32 %v114
}

define dso_local i32 @promoted(ptr noundef %p0, i32 noundef %p1) #0 {
entry:
  %p.addr.2 = alloca ptr, align 8
  %x.addr.3 = alloca i32, align 4
  store ptr %p0, ptr %p.addr.2, align 8, !tbaa !9
  store i32 %p1, ptr %x.addr.3, align 4, !tbaa !6
  %v4 = load i32, ptr %x.addr.3, align 4, !tbaa !6
  %v5 = load ptr, ptr %p.addr.2, align 8, !tbaa !9
  %v6 = zext i32 %v4 to i64
  %v7 = load i64, ptr %v5, align 8
  %v8 = and i64 %v6, 31
  %v9 = shl i64 %v8, 3
  %v10 = and i64 %v7, -249
  %v11 = or i64 %v10, %v9
  store i64 %v11, ptr %v5, align 8
  %v12 = trunc i64 %v8 to i32
  %v13 = icmp sgt i32 %v12, -1
  %v14 = zext i1 %v13 to i32
  %v15 = load i32, ptr %x.addr.3, align 4, !tbaa !6
  %v16 = load ptr, ptr %p.addr.2, align 8, !tbaa !9
  %v17 = load i64, ptr %v16, align 8
  %v18 = lshr i64 %v17, 3
  %v19 = and i64 %v18, 31
  %v20 = trunc i64 %v19 to i32
  %v21 = add nsw i32 %v20, %v15
  %v22 = zext i32 %v21 to i64
  %v23 = load i64, ptr %v16, align 8
  %v24 = and i64 %v22, 31
  %v25 = shl i64 %v24, 3
  %v26 = and i64 %v23, -249
  %v27 = or i64 %v26, %v25
  store i64 %v27, ptr %v16, align 8
  %v28 = trunc i64 %v24 to i32
  %v29 = icmp sgt i32 %v28, -2
  %v30 = zext i1 %v29 to i32
  %v31 = add nsw i32 %v14, %v30
  %v32 = load ptr, ptr %p.addr.2, align 8, !tbaa !9
  %v33 = load i64, ptr %v32, align 8
  %v34 = lshr i64 %v33, 3
  %v35 = and i64 %v34, 31
  %v36 = trunc i64 %v35 to i32
  %v37 = add i32 %v36, 1
  %v38 = zext i32 %v37 to i64
  %v39 = load i64, ptr %v32, align 8
  %v40 = and i64 %v38, 31
  %v41 = shl i64 %v40, 3
  %v42 = and i64 %v39, -249
  %v43 = or i64 %v42, %v41
  store i64 %v43, ptr %v32, align 8
  %v44 = trunc i64 %v40 to i32
  %v45 = icmp sgt i32 %v44, -3
  %v46 = zext i1 %v45 to i32
  %v47 = add nsw i32 %v31, %v46
  %v48 = load i32, ptr %x.addr.3, align 4, !tbaa !6
  %v49 = load ptr, ptr %p.addr.2, align 8, !tbaa !9
  %v50 = load i64, ptr %v49, align 8
  %v51 = lshr i64 %v50, 3
  %v52 = and i64 %v51, 31
  %v53 = trunc i64 %v52 to i32
  %v54 = icmp sgt i32 %v53, -4
  %v55 = zext i1 %v54 to i32
  %v56 = add nsw i32 %v47, %v55
  %v57 = load ptr, ptr %p.addr.2, align 8, !tbaa !9
  %v58 = load i64, ptr %v57, align 8
  %v59 = lshr i64 %v58, 3
  %v60 = and i64 %v59, 31
  %v61 = trunc i64 %v60 to i32
  %v62 = add i32 %v61, 1
  %v63 = zext i32 %v62 to i64
  %v64 = load i64, ptr %v57, align 8
  %v65 = and i64 %v63, 31
  %v66 = shl i64 %v65, 3
  %v67 = and i64 %v64, -249
  %v68 = or i64 %v67, %v66
  store i64 %v68, ptr %v57, align 8
  %v69 = icmp ugt i32 %v61, -5
  %v70 = zext i1 %v69 to i32
  %v71 = add nsw i32 %v56, %v70
  %v72 = load i32, ptr @narrows, align 4
  %v73 = call i32 @take_union(i32 %v72, ptr noundef getelementptr inbounds ([2 x %union.narrow], ptr @narrows, i64 0, i64 1))
  %v74 = add nsw i32 %v71, %v73
  ret i32 %v74
}

declare dso_local i32 @take_union(i32, ptr noundef) #1

define dso_local i32 @promotions(ptr noundef %p0, i64 noundef %p1) #0 {
entry:
  %s.addr.2 = alloca ptr, align 8
  %c.addr.3 = alloca i64, align 8
  store ptr %p0, ptr %s.addr.2, align 8, !tbaa !23
  store i64 %p1, ptr %c.addr.3, align 8, !tbaa !24
  ret i32 144114141
}

define dso_local i64 @shared_condition(ptr noundef %p0, i32 noundef %p1, i32 noundef %p2) #0 {
entry:
  %s.addr.2 = alloca ptr, align 8
  %a.addr.3 = alloca i32, align 4
  %c.addr.4 = alloca i32, align 4
  store ptr %p0, ptr %s.addr.2, align 8, !tbaa !23
  store i32 %p1, ptr %a.addr.3, align 4, !tbaa !6
  store i32 %p2, ptr %c.addr.4, align 4, !tbaa !6
  %v5 = load i32, ptr %a.addr.3, align 4, !tbaa !6
  %v6 = load i32, ptr %c.addr.4, align 4, !tbaa !6
  %v7 = icmp eq i32 %v5, %v6
  %v8 = zext i1 %v7 to i32
  br i1 %v7, label %cond.true2, label %cond.false3

cond.true2:
  br label %cond.end4

cond.false3:
  %v9 = load ptr, ptr %s.addr.2, align 8, !tbaa !23
  %v10 = load i64, ptr %v9, align 16
  %v11 = and i64 %v10, 2147483647
  %v12 = trunc i64 %v11 to i32
  br label %cond.end4

cond.end4:
  %v13 = phi i32 [ %v8, %cond.true2 ], [ %v12, %cond.false3 ]
  %v14 = load ptr, ptr %s.addr.2, align 8, !tbaa !23
  %v15 = getelementptr inbounds nuw %struct.promoted, ptr %v14, i32 0, i32 1
  %v16 = load i64, ptr %v15, align 8
  %v17 = lshr i64 %v16, 40
  %v18 = and i64 %v17, 1
  %v19 = trunc i64 %v18 to i1
  %v20 = zext i1 %v19 to i32
  br i1 %v19, label %cond.true5, label %cond.false6

cond.true5:
  br label %cond.end7

cond.false6:
  %v21 = load i32, ptr %c.addr.4, align 4, !tbaa !6
  br label %cond.end7

cond.end7:
  %v22 = phi i32 [ %v20, %cond.true5 ], [ %v21, %cond.false6 ]
  %v23 = add nsw i32 %v13, %v22
  %v24 = sext i32 %v23 to i64
  ret i64 %v24
}

attributes #0 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }
attributes #1 = { "frame-pointer"="all" "no-trapping-math"="true" "target-cpu"="v3" }

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
!8 = !{!"p1 _ZTS5mixed", !7, i64 0}
!9 = !{!8, !8, i64 0}
!10 = !{!"p1 _ZTS6packed", !7, i64 0}
!11 = !{!10, !10, i64 0}
!12 = !{!"p1 _ZTS9separated", !7, i64 0}
!13 = !{!12, !12, i64 0}
!14 = !{!"p1 _ZTS8overlaid", !7, i64 0}
!15 = !{!14, !14, i64 0}
!16 = !{!"long", !4, i64 0}
!17 = !{!"_Bool", !4, i64 0}
!18 = !{!"short", !4, i64 0}
!19 = !{!"mixed", !5, i64 0, !5, i64 0, !5, i64 1, !16, i64 2, !4, i64 7, !4, i64 8, !5, i64 12, !17, i64 16, !4, i64 16, !18, i64 16}
!20 = !{!"packed", !4, i64 0, !5, i64 1, !18, i64 5, !18, i64 5, !16, i64 7}
!21 = !{!"separated", !5, i64 0, !5, i64 4, !4, i64 5}
!22 = !{!"p1 _ZTS8promoted", !7, i64 0}
!23 = !{!22, !22, i64 0}
!24 = !{!16, !16, i64 0}
!25 = !{!"long long", !4, i64 0}
!26 = !{!"__int128", !4, i64 0}
!27 = !{!"promoted", !16, i64 0, !16, i64 3, !16, i64 8, !17, i64 13, !25, i64 16, !26, i64 20}
