//! The contract: every command of the desk, once.
//!
//! One line gives a command its name, documentation, input and answer. The window's door, the command
//! line and the TypeScript types are made from it; nothing else lists commands.
//!
//! To add a command: a line here, a method of the same name on `App`, `cargo xtask gen`.

/// Hands the whole table to another macro.
#[macro_export]
macro_rules! with_commands {
    ($callback:ident) => {
        $callback! {
            // The desk.
            /// 桌面状态：经销商、厂家、各处数目、报送情况、时钟与备份告警。
            desk_status(Nothing) -> DeskStatus;
            /// 今日要办的事，按要紧程度排列。
            today(TodayQuery) -> TodayView;
            /// 查找整机、用户、单号（出厂编号、电话尾号、姓名、拼音首字母）。
            search(SearchInput) -> Vec<SearchHit>;
            /// 设置经销商与本机字母。
            dealer_save(DealerInput) -> Written<DealerView>;
            /// 新增或修改厂家（按代码）。
            principal_save(PrincipalInput) -> Written<PrincipalView>;
            /// 设置启用日：此前的销售不催回执卡。
            start_day_save(StartDayInput) -> Written<DeskStatus>;
            /// 设置营业时间：按工作小时计算的时限只在营业时间里走。
            hours_save(HoursInput) -> Written<DeskStatus>;
            /// 打开或关闭桌面通知。
            alerts_save(AlertsInput) -> Written<DeskStatus>;
            /// 确认本机时钟是对的：此后登记的记录不再标注。
            clock_confirm(Nothing) -> Written<DeskStatus>;
            /// 保存没填完的表单。
            draft_save(DraftInput) -> Written<()>;
            /// 取回没填完的表单。
            draft_load(DraftKey) -> Option<DraftView>;
            /// 丢弃没填完的表单。
            draft_drop(DraftKey) -> Written<()>;
            /// 窗口里的意外，写进日志。
            log_ui(UiLog) -> ();
            // Operators.
            /// 操作员名单，停用的也在内。
            operator_list(Nothing) -> Vec<OperatorView>;
            /// 现在是谁在操作，锁上没有。
            operator_now(Nothing) -> OperatorNow;
            /// 登录：姓名和 PIN。
            operator_sign_in(SignIn) -> OperatorNow;
            /// 退出登录。
            operator_sign_out(Nothing) -> OperatorNow;
            /// 窗口前有人按键或点击，不用锁屏。
            operator_stay(Nothing) -> OperatorNow;
            /// 登录时要说的话看过了。
            operator_told(Nothing) -> OperatorNow;
            /// 新增或修改操作员：姓名、角色、PIN，停用或恢复。
            operator_save(OperatorInput) -> Written<OperatorView>;
            /// 换自己的 PIN。
            operator_pin(PinInput) -> Written<OperatorView>;
            /// 设置多少分钟没有人操作就锁屏。
            operator_lock_save(LockInput) -> Written<OperatorNow>;
            /// 操作记录：最近 200 条，可以只看一个人的。
            audit_list(AuditQuery) -> Vec<AuditRow>;
            // Sales and receipt cards.
            /// 登记一笔销售和它的三包回执卡。
            sale_open(SaleDraft) -> Written<SaleView>;
            /// 检查一笔销售，不保存：期限、拒绝的字段、重复的编号。
            sale_check(SaleDraft) -> SaleCheck;
            /// 修改销售与回执卡；被退回的卡随即重新报送。
            sale_amend(SaleAmend) -> Written<SaleView>;
            /// 收回用户签好字的回执卡。
            card_collect(CardCollect) -> Written<SaleView>;
            /// 一次收回许多张签字卡：日期和同意相同，收不了的逐张写明原因。
            cards_collect(CardsCollect) -> Written<CardsCollected>;
            /// 作废一笔销售和它的回执卡。
            sale_void(VoidInput) -> Written<SaleView>;
            /// 一笔销售的全部内容。
            sale_show(ById) -> SaleView;
            /// 销售与回执卡列表。
            sale_list(SaleQuery) -> Page<SaleRow>;
            // Calls for service.
            /// 登记一件报修：不认识的机器照常受理，时限按厂家的政策包起算。
            call_open(CallDraft) -> Written<CallView>;
            /// 修改一件报修；接到时间、区域、紧急程度、厂家改了要写原因，时限重新计算。
            call_amend(CallAmend) -> Written<CallView>;
            /// 登记一步：安排、告知、备案、派工、到达、完工、签字、销号；也用来更正或撤回一步。
            call_step(CallStep) -> Written<CallView>;
            /// 作废一件报修。
            call_void(VoidInput) -> Written<CallView>;
            /// 一件报修：步骤、时限和理由。
            call_show(ById) -> CallView;
            /// 报修登记：没派工的排在最前。
            call_list(CallQuery) -> Page<CallRow>;
            /// 这个电话是谁：用户、机器、还没办完的报修。
            call_from(CallerQuery) -> CallerView;
            /// 这台机器还有什么没办完，在不在三包期内，回执卡收回没有，在不在店。
            call_machine(CallMachine) -> Option<CalledMachine>;
            // Machines taken in.
            /// 收下一台机器，开商品领取收据：不认识的机器照常收下。
            custody_open(CustodyDraft) -> Written<CustodyView>;
            /// 修改在店机器的领取收据；改约归还日期要写原因。
            custody_amend(CustodyAmend) -> Written<CustodyView>;
            /// 交还机器，收回收据作废；没修就取走要写原因，维修占用天数到这天为止。
            custody_give(CustodyGive) -> Written<CustodyView>;
            /// 撤回登记错的交还。
            custody_undo(VoidInput) -> Written<CustodyView>;
            /// 作废一张机器还在店的领取收据。
            custody_void(VoidInput) -> Written<CustodyView>;
            /// 一张领取收据的全部内容。
            custody_show(ById) -> CustodyView;
            /// 客户商品进出登记簿：过了约定日期的排在最前。
            custody_list(CustodyQuery) -> Page<CustodyRow>;
            /// 修护卡：计划修理内容，开工和收工时间。
            job_card_save(JobCardInput) -> Written<RepairView>;
            /// 主任检验修好的机器：合格，或返工并写明哪里不合格。
            job_card_inspect(JobInspect) -> Written<RepairView>;
            /// 在故障树里找故障：现象、部位、原因、拼音首字母或代码。
            fault_find(FaultQuery) -> Vec<FaultHit>;
            /// 以前填过的维修人员、责任归属，供表单里挑选。
            words_used(WordsQuery) -> Vec<String>;
            // Repairs.
            /// 登记一张维修单。
            repair_open(RepairDraft) -> Written<RepairView>;
            /// 检查一张维修单，不保存：保存会改动机器和用户的什么。
            repair_check(RepairCheck) -> Vec<Notice>;
            /// 修改维修单；已提交的随即重新报送。
            repair_amend(RepairAmend) -> Written<RepairView>;
            /// 一台机器某一天是否在三包期内，带理由；表单据此建议保内或保外。
            repair_coverage(CoverageQuery) -> CoverageProposal;
            /// 按厂家规定算一张维修单的费用，不保存：金额、公式、出处；算不出的写明缺什么。
            repair_fees(RepairCheck) -> Vec<FeeView>;
            /// 提交完工且已签字的维修单，排队报送。
            repair_submit(ById) -> Written<RepairView>;
            /// 作废一张维修单。
            repair_void(VoidInput) -> Written<RepairView>;
            /// 一张维修单的全部内容。
            repair_show(ById) -> RepairView;
            /// 维修单列表。
            repair_list(RepairQuery) -> Page<RepairRow>;
            // Photographs and signatures.
            /// 一张单、一台机器或一位用户的照片和签字。
            attachment_list(AttachedQuery) -> AttachmentList;
            /// 一张照片或签字的图；文件不见了或被改动过就说明。
            attachment_picture(PictureQuery) -> PictureView;
            /// 给一张单加照片，可以一次许多张；不是照片的逐个写明原因，其余照收。
            photos_add(PhotosInput) -> Written<PhotosAdded>;
            /// 用户在屏幕上签字，或拍下签过字的纸；重签要写原因，原来的留着。
            signature_add(SignatureInput) -> Written<AttachmentList>;
            // Old parts.
            /// 旧件列表。
            old_part_list(OldPartQuery) -> Page<OldPartView>;
            /// 移动旧件：入库、用户留存、销毁、丢失、留店。
            old_part_move(OldPartMove) -> Written<OldPartView>;
            /// 把旧件装批发运。
            parts_batch_send(PartsBatchDraft) -> Written<PartsBatchView>;
            /// 更正一批旧件的运单：件数、承运单位、运单号；每件随即重新报送。
            parts_batch_amend(PartsBatchAmend) -> Written<PartsBatchView>;
            /// 旧件批次列表。
            parts_batch_list(CatalogueQuery) -> Page<PartsBatchView>;
            /// 开始装箱：一批、一个厂家。
            packing_open(PackingDraft) -> Written<PackingView>;
            /// 扫一张旧件标签，装进第几箱；装不了的随即说明原因。
            packing_scan(PackingScan) -> Written<PackingView>;
            /// 把一件旧件从箱里取出。
            packing_take_out(PackingTakeOut) -> Written<PackingView>;
            /// 封箱：毛重、封条号。
            packing_seal(PackingSeal) -> Written<PackingView>;
            /// 拆封，写明原因。
            packing_reopen(VoidInput) -> Written<PackingView>;
            /// 取消装箱：箱里的旧件都回货架。
            packing_dissolve(VoidInput) -> Written<PackingView>;
            /// 把封好的箱发运：运单，或随送货车。
            packing_send(PackingSend) -> Written<PartsBatchView>;
            /// 还没有发运的装箱。
            packing_list(PackingQuery) -> Vec<PackingRow>;
            /// 一批装箱：每箱有什么，还有什么没有装。
            packing_show(ById) -> PackingView;
            /// 一批旧件：每件的验收和鉴定。
            parts_batch_show(ById) -> BatchView;
            /// 生成一批旧件的三包旧件返回清单，总部填写栏留空。
            parts_batch_export(PartsSheetInput) -> Written<ReportFile>;
            /// 按纸面录入总部的验收和鉴定；在此录入、未签名。
            part_results_save(PartResultsInput) -> Written<BatchView>;
            /// 短少和异议的下一步：找到、认定丢失、有争议、提出异议、总部答复。
            part_settle(PartSettle) -> Written<PartResultView>;
            /// 总部验收过的旧件：要处理的排在最前。
            part_result_list(PartResultQuery) -> Page<PartResultView>;
            /// 以旧换新登记：哪件新件换了哪件旧件，换回了没有，占用多少钱。
            exchange_list(ExchangeQuery) -> Page<ExchangeRow>;
            /// 以旧换新的厂家各有多少新件在外：铺底金额、占用金额、旧件最晚返厂日期。
            exchange_sums(MoneyQuery) -> Vec<ExchangeSum>;
            /// 登记换回的新件，或按成本价购买；写错了写明原因更正。
            exchange_save(ExchangeInput) -> Written<ExchangeRow>;
            /// 期初在店旧件。
            opening_parts_add(OpeningParts) -> Written<Vec<OldPartView>>;
            /// 期初在途核销。
            opening_claims_add(OpeningClaims) -> Written<Vec<OpeningClaimView>>;
            /// 期初在途核销列表。
            opening_claim_list(Nothing) -> Vec<OpeningClaimView>;
            /// 登记总部对一笔期初在途核销的核定：核定金额、抵扣货款；已经登记过的写明原因更正。
            opening_claim_settle(OpeningClaimSettle) -> Written<OpeningClaimView>;
            /// 作废一笔期初在途核销；它记的抵扣一起作废。
            opening_claim_void(VoidInput) -> Written<OpeningClaimView>;
            // Claims and settlement.
            /// 还没有申请核销的三包维修单：哪些可以申请，哪些还缺什么。
            claim_ready(ClaimReadyQuery) -> ClaimReady;
            /// 申请核销：一张申请，一个厂家，一个月。
            claim_open(ClaimDraft) -> Written<ClaimView>;
            /// 作废一份总部还没有核定的核销申请。
            claim_void(VoidInput) -> Written<ClaimView>;
            /// 一份核销申请：每行的核定、核销通知。
            claim_show(ById) -> ClaimView;
            /// 核销申请列表。
            claim_list(CatalogueQuery) -> Page<ClaimRow>;
            /// 从一份申请里撤出一行，写明原因；那张维修单可以更正、作废或再申请。
            claim_withdraw(ClaimWithdraw) -> Written<ClaimView>;
            /// 按纸面录入总部的核定；在此录入、未签名。
            claim_decide(ClaimDecide) -> Written<ClaimView>;
            /// 按纸面录入核销通知；在此录入、未签名。
            notice_save(NoticeInput) -> Written<ClaimView>;
            /// 答复核销通知：确认，或提出异议。
            notice_answer(NoticeReply) -> Written<ClaimView>;
            /// 核销通知确认以后补记抵扣日期。
            notice_deducted(NoticeDeducted) -> Written<ClaimView>;
            /// 生成三包费用核销申请表，总部填写栏留空。
            claim_export(ClaimExport) -> Written<ReportFile>;
            /// 看懂总部回填的表，不保存。
            decisions_check(DecisionsInput) -> DecisionsOutcome;
            /// 收下总部回填的表；不对的行逐行写明原因，其余照收。
            decisions_take(DecisionsInput) -> Written<DecisionsOutcome>;
            /// 厂家欠的钱：已核定、可申请、已申请待核定、有风险、已损失，每个数都能展开。
            money(MoneyQuery) -> Vec<MoneyView>;
            // Paid service, service fees, accounts with makers.
            /// 用户付款、已完工、还没有开收据的维修单。
            receipt_ready(ReceiptReadyQuery) -> Page<ReceiptReadyRow>;
            /// 看一张维修单的收据会怎么开，不保存：金额、配件最高价、收款方式、开不了的原因。
            receipt_check(ById) -> ReceiptCheck;
            /// 开一张有偿服务收据。
            receipt_open(ReceiptDraft) -> Written<ReceiptView>;
            /// 补记一张收据的发票和收款。
            receipt_settle(ReceiptSettle) -> Written<ReceiptView>;
            /// 作废一张收据；维修单可以再开。
            receipt_void(VoidInput) -> Written<ReceiptView>;
            /// 一张收据。
            receipt_show(ById) -> ReceiptView;
            /// 有偿服务收据列表，带每天的合计。
            receipt_list(ReceiptQuery) -> ReceiptPage;
            /// 一个厂家一个季度的服务费：有效回执卡数、公式、已存的结算表。
            service_fee_show(ServiceFeeQuery) -> ServiceFeeView;
            /// 存一份季度结算表；没有确认的可以再存一版。
            service_fee_save(ServiceFeeInput) -> Written<FeeStatementView>;
            /// 一个厂家一年按销售额结算的服务费：往来账里的进货、公式、是否约定。
            sales_fee_show(SalesFeeQuery) -> SalesFeeView;
            /// 存一份按销售额的年度结算表；没有确认的可以再存一版。
            sales_fee_save(SalesFeeInput) -> Written<FeeStatementView>;
            /// 按总部的结算金额确认结算表；有差额要写明。
            service_fee_confirm(ServiceFeeConfirm) -> Written<FeeStatementView>;
            /// 撤回一个季度服务费的确认，往来账里那一行随之作废；可以再确认。
            service_fee_undo(VoidInput) -> Written<FeeStatementView>;
            /// 生成服务费季度结算表。
            service_fee_export(ServiceFeeExport) -> Written<ReportFile>;
            /// 与一个厂家的往来账：每行之后还欠多少货款，各类合计。
            payable_list(PayableQuery) -> PayableView;
            /// 记一行往来账：进货、付款、服务费、运费、其他；核销抵扣由核销通知自己记。
            payable_add(PayableInput) -> Written<PayableRow>;
            /// 作废一行往来账。
            payable_void(VoidInput) -> Written<PayableRow>;
            // Files of the desk.
            /// 新增或修改机型（按厂家与型号）。
            model_save(ModelInput) -> Written<ModelView>;
            /// 机型列表。
            model_list(CatalogueQuery) -> Page<ModelView>;
            /// 新增或修改配件（按编码）。
            part_save(PartInput) -> Written<PartView>;
            /// 配件列表。
            part_list(CatalogueQuery) -> Page<PartView>;
            /// 用户列表。
            customer_list(CatalogueQuery) -> Page<CustomerRow>;
            /// 一位用户：买过什么、修过什么。
            customer_show(ById) -> CustomerView;
            /// 修改用户资料。
            customer_amend(CustomerAmend) -> Written<CustomerRow>;
            /// 整机列表。
            unit_list(CatalogueQuery) -> Page<UnitRow>;
            /// 一台整机的全部历史。
            unit_show(ById) -> UnitView;
            /// 按出厂编号找整机。
            unit_find(UnitBySerial) -> Option<UnitView>;
            /// 登记用户的三包要求：换货、退货、修理、补发凭证；期限从提出之日起算。
            demand_open(DemandDraft) -> Written<DemandView>;
            /// 记下用户要求的答复和办结。
            demand_settle(DemandSettle) -> Written<DemandView>;
            /// 作废一项用户要求。
            demand_void(VoidInput) -> Written<DemandView>;
            // Exchange and return.
            /// 开一件换货退货：从用户今天的权利，或从用户的要求；依据照当天说的留存。
            remedy_open(RemedyDraft) -> Written<RemedyView>;
            /// 记下一份材料：已有、还缺，或谁同意免交。
            remedy_paper(RemedyPaper) -> Written<RemedyView>;
            /// 登记换货退货的一步：答复用户、用户选择、报总部、总部答复、结案；也用来更正或撤回一步。
            remedy_step(RemedyStepInput) -> Written<RemedyView>;
            /// 办结：换整机、换部件、退货退款、继续修理、用户撤回、不予办理。
            remedy_settle(RemedySettle) -> Written<RemedyView>;
            /// 作废一件还没有给出机器或货款的换货退货。
            remedy_void(VoidInput) -> Written<RemedyView>;
            /// 撤销换错、退错了的机器：新机的销售和凭证作废，旧机的照原样恢复。
            remedy_undo(VoidInput) -> Written<RemedyView>;
            /// 一件换货退货：依据、材料、步骤、期限、钱。
            remedy_show(ById) -> RemedyView;
            /// 换货退货登记：没办结的排在最前。
            remedy_list(RemedyQuery) -> Page<RemedyRow>;
            /// 一台整机今天的三包期、期限和用户权利，每项都带理由。
            unit_rights(RightsQuery) -> UnitRights;
            /// 按现行政策和日历，把没到期的期限和三包期重新算一遍；取消后下次接着算。
            law_recompute(LawRecompute) -> Written<LawRecomputed>;
            // The law and the contract as data.
            /// 政策包、核对情况、待安装的政策包和工作日历。
            policy_list(Nothing) -> PolicyShelf;
            /// 一个政策包的全部规则：内容、出处、原文、是否核对、是否低于法定。
            policy_show(ById) -> PackView;
            /// 看懂一个政策包，不安装：签名、规则差别、低于法定的规则、会移动的日期。
            policy_check(PackSource) -> PackPreview;
            /// 安装看过差别的政策包。
            policy_install(PackInstall) -> Written<PackRow>;
            /// 核对一条规则，或取消核对。
            policy_tick(TickInput) -> Written<RuleView>;
            /// 看懂一份工作日历，不安装。
            calendar_check(CalendarSource) -> CalendarPreview;
            /// 安装看过的工作日历。
            calendar_install(CalendarInstall) -> Written<CalendarRow>;
            // Files and long work.
            /// 把一个列表按现在的筛选导出成 .xlsx 或 .csv。
            list_export(ListExport) -> ListFile;
            /// 看一个拖进窗口的文件是什么：总部回填的表、答复文件、政策包、日历；什么都不写。
            file_look(FileLookInput) -> FileLook;
            /// 一项正在做的长活做到哪里了；没有在做就是空。
            task_show(ById) -> Option<TaskView>;
            /// 取消一项正在做的长活。
            task_stop(ById) -> Option<TaskView>;
            // Import.
            /// 看懂一个文件，不保存。
            import_preview(ImportInput) -> ImportPreview;
            /// 导入一个文件。
            import_run(ImportInput) -> Written<ImportOutcome>;
            // The month, and closing it.
            /// 预览一张月报。
            report_preview(PreviewInput) -> SheetView;
            /// 生成月报文件。
            report_build(ReportBuild) -> Written<Vec<ReportFile>>;
            /// 把一个月的报表排队报送总部。
            report_send(ReportSend) -> Written<Vec<ReportRunView>>;
            /// 一个月的报表最迟哪天要到总部，带理由；合同留了空就说要填什么，没有约定就是空。
            report_due(MonthInput) -> Option<DeadlineView>;
            /// 一个月生成过的报表。
            report_runs(MonthInput) -> Vec<ReportRunView>;
            /// 登记一次月报报送：邮寄、随货车、传真、送达或文件；联网报送由程序自己登记。
            submission_save(SubmissionDraft) -> Written<SubmissionRow>;
            /// 更正一次月报报送，写明原因。
            submission_amend(SubmissionAmend) -> Written<SubmissionRow>;
            /// 登记总部对一次月报报送的回执，或退回。
            submission_answer(SubmissionAnswer) -> Written<SubmissionRow>;
            /// 作废一次月报报送，写明原因。
            submission_void(VoidInput) -> Written<SubmissionRow>;
            /// 月报报送台账：哪个月的月报走哪条路交给了总部，回执号是多少。
            submission_list(SubmissionQuery) -> Page<SubmissionRow>;
            /// 应报的月份：哪个厂家哪个月的月报还没有报齐，应在哪天前报，缺什么。
            months_due(MonthsDueQuery) -> Vec<MonthDueRow>;
            /// 一个厂家的一个月结账了没有：谁结的、哪些表。
            month_show(MonthInput) -> MonthShow;
            /// 结账前核对：没提交的维修单、没修完的、缺零件的、没收回的回执卡，各表和上月的数。
            month_review(MonthInput) -> MonthReview;
            /// 结账：把这个月报出去的数留底，以后的改动到下一个月的更正里。
            month_close(MonthCloseInput) -> Written<MonthShow>;
            /// 更正：结账以后改了的，哪些等着进下一个月的报表，哪些已经报了。
            month_corrections(MonthInput) -> MonthCorrections;
            /// 一条记录在结了账的月份里报过什么，后来在哪个月的报表里更正。
            record_reported(RecordReportedInput) -> Vec<ReportedLine>;
            /// 重印结了账的报表：和当时一个字节不差。
            report_reprint(ReprintInput) -> Reprinted;
            /// 一个月和上月、上年同月对比：报修、维修、零件、销售、回执卡、费用。
            month_compare(MonthInput) -> CompareView;
            /// 一个月的图表：型号和部位、修理天数、回执卡剩余天数。
            month_charts(MonthInput) -> ChartsView;
            /// 一个月的一个数字由哪些记录组成。
            month_rows(MonthRowsQuery) -> Page<MonthRow>;
            /// 一个月的服务指标：回访率、满意率、投诉办结率、配件正确率，按技术员和机型。
            statistics_show(MonthInput) -> StatisticsView;
            /// 一个指标由哪些记录组成。
            statistics_rows(StatisticsRowsQuery) -> Page<StatisticsRow>;
            // Head offices' own forms of the month's workbooks.
            /// 总部的报表模板：每个厂家每张报表的各版，和模板里能用的标记。
            template_list(Nothing) -> TemplateShelf;
            /// 检查一份总部的 .xlsx 模板，不保存：重复行、标记；不对的逐处写明。
            template_check(TemplateSource) -> TemplatePreview;
            /// 载入一份总部的 .xlsx 模板：这个厂家的这张报表从此照它填写。
            template_save(TemplateInput) -> Written<TemplateRow>;
            /// 停用一版模板；这张报表改用本程序的版式。
            template_void(VoidInput) -> Written<TemplateRow>;
            // Printed papers.
            /// 打印一张纸：三包回执卡、修理记录、旧件标签、装箱单，生成 PDF。
            print_make(PrintMake) -> Written<PrintFile>;
            /// 补打：把以前打印过的一张纸按当时的样子再打印一次。
            print_again(PrintAgain) -> Written<PrintFile>;
            /// 打印一个月的报表：先照常生成，再按原样做成一份 PDF；不指定就打印全套，按顺序装订。
            report_print(ReportPrint) -> Written<PrintFile>;
            /// 打印以前生成过的报表：当时的文件什么样，纸上就什么样。
            report_print_runs(ReportPrintRuns) -> Written<PrintFile>;
            /// 打印一份核销申请表或服务费季度结算表：导出的文件什么样，纸上就什么样。
            report_print_of(ReportPrintOf) -> Written<PrintFile>;
            /// 一条记录打印过什么，最近的在前。
            print_list(ById) -> Vec<PrintView>;
            // Forms as data.
            /// 登记簿：每种表单登记了多少，没办结的、超期的各几件。
            form_list(Nothing) -> Vec<FormGroup>;
            /// 一种表单：分节、栏目、状态、步骤。
            form_show(FormKey) -> FormView;
            /// 一本登记簿：查找、按月份、状态和栏目筛选，带合计。
            entry_list(EntryQuery) -> EntryPage;
            /// 一件登记：内容、期限、经过、能走的步骤。
            entry_show(ById) -> EntryView;
            /// 开一件登记：默认值、带入的内容、从记录里取来的行；不保存。
            entry_new(EntryNew) -> EntryDraftView;
            /// 检查一件登记，不保存：算出的栏目、隐藏的、必填的、拒绝的。
            entry_check(EntryCheck) -> EntryChecked;
            /// 保存一件登记；办结或报送过的要写原因。
            entry_save(EntryInput) -> Written<EntryView>;
            /// 一件登记走一步：指派、答复、办结。
            entry_step(EntryStep) -> Written<EntryView>;
            /// 改用新版表单：原来的内容照旧，旧版留在经过里。
            entry_raise(EntryRaise) -> Written<EntryView>;
            /// 总部来文没有收成登记的，原因没有了再收一次；已收的就打开。
            paper_take(ById) -> Written<EntryView>;
            /// 作废一件登记，写明原因。
            entry_void(VoidInput) -> Written<EntryView>;
            /// 哪些登记写到了这条记录：一台机器、一位用户、一件报修。
            entries_of(RecordRef) -> Vec<EntryRow>;
            /// 给登记的栏目找一条记录：用户、机器、报修、维修单、配件、另一件登记。
            ref_find(RefQuery) -> Vec<RefHit>;
            // Sync.
            /// 用一次性代码在总部登记本机。
            enrol(EnrolInput) -> Written<PrincipalView>;
            /// 立即报送并取回总部的答复。
            sync_now(SyncNow) -> Written<Vec<SyncLine>>;
            /// 没有网络时：把一个厂家待报送的记录写成加密文件，交给总部。
            sync_to_file(FileOut) -> Written<FileSent>;
            /// 取回总部对这种文件的答复。
            sync_from_file(FileIn) -> Written<FileTaken>;
            /// 一个厂家一个月：有回执的记录同总部现在有的逐条对，不一样的列出编号。
            reconcile(MonthInput) -> Reconciled;
            /// 各厂家的报送情况。
            sync_status(Nothing) -> Vec<SyncLine>;
            /// 报送台账。
            outbox_list(OutboxQuery) -> Page<OutboxRow>;
            /// 报送台账每个筛选各有几行。
            outbox_counts(OutboxQuery) -> OutboxCounts;
            /// 一条记录被总部退回的原因，还没有改正的；没有被退回就是空。
            record_returned(ById) -> Option<OutboxRow>;
            /// 总部退回、但内容没有错的记录照原样再报一次。
            outbox_again(OutboxLineInput) -> Written<OutboxRow>;
            /// 怎么连到总部：代理服务器、加上的根证书。
            network_show(Nothing) -> NetworkView;
            /// 设置代理服务器：跟随系统、不用、手工填写；密码只存不显示。
            network_save(NetworkInput) -> Written<NetworkView>;
            /// 看一个证书文件里有哪些根证书，不保存。
            authority_check(AuthorityFile) -> Vec<AuthorityView>;
            /// 加上看过指纹的根证书：公司网络或总部自己的。
            authority_add(AuthorityAdd) -> Written<NetworkView>;
            /// 去掉一个加上的根证书。
            authority_drop(AuthorityDrop) -> Written<NetworkView>;
            /// 总部发来的消息。
            inbox_list(CatalogueQuery) -> Page<InboxRow>;
            /// 标记消息已读。
            inbox_read(ById) -> Written<()>;
            // Safety.
            /// 立即备份。
            backup_now(BackupInput) -> Written<BackupView>;
            /// 现有备份。
            backup_list(Nothing) -> Vec<BackupView>;
            /// 从备份恢复；现有数据先另存。
            backup_restore(RestoreInput) -> Written<DoctorView>;
            /// 从头开始，新建一份空的数据库：丢失或损坏、又不恢复时用；旧备份改名留下。
            begin_anew(Nothing) -> Written<DoctorView>;
            /// 用恢复码打开钥匙不见了的数据；钥匙随即放回这台电脑。
            unlock(UnlockInput) -> Written<DoctorView>;
            /// 数据加密的情况：开了没有，钥匙在哪里，还有多少份没加密的备份。
            encryption_show(Nothing) -> EncryptionView;
            /// 生成一个恢复码，只显示这一次；输回最后一组以后才算数。
            encryption_code(Nothing) -> RecoveryCodeView;
            /// 把刚生成的恢复码排成一页纸；输回最后一组以后，这个文件随即删除。
            encryption_print(Nothing) -> RecoveryPage;
            /// 开启数据加密：数据库和备份文件夹里的备份都加密。
            encryption_on(EncryptionOn) -> Written<EncryptionView>;
            /// 换一个恢复码；以前的那个随即作废。
            encryption_renew(EncryptionRenew) -> Written<EncryptionView>;
            /// 关闭数据加密：数据库变回没有加密的。
            encryption_off(EncryptionOff) -> Written<EncryptionView>;
            /// 自检：完整性、数目、待报送、磁盘。
            doctor(DoctorInput) -> DoctorView;
            /// 在空的数据库里装入演示数据。
            demo_load(DemoInput) -> Written<DeskStatus>;
        }
    };
}
