// Made by `cargo xtask gen` from crates/app/src/table.rs. Do not edit.

/**
 * Switches desktop notifications on or off.
 */
export type AlertsInput = { 
/**
 * On.
 */
on: boolean, };

/**
 * Answers to one question.
 */
export type AnswersRow = { 
/**
 * What was asked, Chinese.
 */
label: string, 
/**
 * Very good, good, fair, bad.
 */
levels: number[], 
/**
 * Very good and good of all.
 */
satisfied: RateCount, 
/**
 * The score as it reads; `无` of nothing.
 */
score: string, };

/**
 * Where the machine stands (区域).
 */
export type Area = "city" | "suburb";

/**
 * Whose photographs and signatures are wanted.
 */
export type AttachedOf = "repair" | "call" | "sale" | "old_part" | "demand" | "submission" | "entry" | "unit" | "customer";

/**
 * Names the record.
 */
export type AttachedQuery = { 
/**
 * What kind of record.
 */
of: AttachedOf, 
/**
 * UUID of the record.
 */
id: string, };

/**
 * What something is attached to.
 */
export type AttachedTo = "repair" | "call" | "sale" | "old_part" | "demand" | "submission" | "entry";

/**
 * What is attached.
 */
export type AttachmentKind = "photo" | "signature" | "paper";

/**
 * Photographs and signatures of a record.
 */
export type AttachmentList = { 
/**
 * A record's with the first added first; a machine's or customer's with the newest first, 200 at most.
 */
rows: Array<AttachmentView>, 
/**
 * UUID of the signature that stands.
 */
standing: string | null, 
/**
 * What is worth a look, in Chinese.
 */
notices: Array<Notice>, };

/**
 * A photograph or signature.
 */
export type AttachmentView = { 
/**
 * UUID.
 */
id: string, 
/**
 * What kind of record it is of.
 */
subject: AttachedTo, 
/**
 * UUID of the record.
 */
record_id: string, 
/**
 * Number of the record.
 */
record_no: string, 
/**
 * What it is.
 */
kind: AttachmentKind, 
/**
 * What a photograph shows.
 */
tag: PhotoTag | null, 
/**
 * Words beside it.
 */
caption: string, 
/**
 * Field of an entry it is of; empty for other records.
 */
field: string, 
/**
 * Day it was taken or signed; `null` where the file does not say.
 */
taken_on: string | null, 
/**
 * When it was added, UTC milliseconds.
 */
added_at: number, 
/**
 * The machine's letter it was added on.
 */
device: string, 
/**
 * The machine's clock could not be trusted.
 */
clock_suspect: boolean, 
/**
 * Who signed; empty for a photograph.
 */
signer: string, 
/**
 * As what.
 */
relation: Relation | null, 
/**
 * Width in pixels.
 */
width: number, 
/**
 * Height in pixels.
 */
height: number, 
/**
 * SHA-256 of the file.
 */
sha256: string, 
/**
 * Why a later signature took its place; `null` while it stands.
 */
superseded: string | null, };

/**
 * Which lines of the trail are wanted.
 */
export type AuditQuery = { 
/**
 * UUID of an operator; absent or empty for all.
 */
operator?: string | null, };

/**
 * A line of the trail.
 */
export type AuditRow = { 
/**
 * Place in the trail.
 */
id: number, 
/**
 * When, UTC ms.
 */
at: number, 
/**
 * Command or step.
 */
op: string, 
/**
 * The same, Chinese.
 */
what: string, 
/**
 * What it was done to: a number or a name.
 */
subject: string, 
/**
 * A reason or count.
 */
detail: string, 
/**
 * Who did it; `null` where the program did, or before the desk had operators.
 */
operator: string | null, 
/**
 * The program does this by itself.
 */
by_program: boolean, };

/**
 * Adds the authorities of a file.
 */
export type AuthorityAdd = { 
/**
 * Where it is.
 */
path: string, 
/**
 * The fingerprints that were looked at; others are refused.
 */
fingerprints: Array<string>, };

/**
 * Takes an authority away.
 */
export type AuthorityDrop = { 
/**
 * Which.
 */
fingerprint: string, };

/**
 * A file with certificates.
 */
export type AuthorityFile = { 
/**
 * Where it is.
 */
path: string, };

/**
 * An authority whose certificates count.
 */
export type AuthorityView = { 
/**
 * In its own words.
 */
subject: string, 
/**
 * SHA-256, in pairs of capitals as system dialogs show it.
 */
fingerprint: string, 
/**
 * Its last day.
 */
until: string, 
/**
 * Whether it was added already.
 */
known: boolean, };

/**
 * Makes a backup.
 */
export type BackupInput = { 
/**
 * File to write; absent takes the backup folder.
 */
path?: string | null, };

/**
 * One backup.
 */
export type BackupView = { 
/**
 * Path of the file.
 */
path: string, 
/**
 * When it was made, UTC ms.
 */
made_at: number, 
/**
 * Bytes.
 */
bytes: number, 
/**
 * Why: `schedule`, `button`, `before_migration`, `before_restore`.
 */
cause: string, 
/**
 * It is encrypted.
 */
encrypted: boolean, };

/**
 * A batch with its parts.
 */
export type BatchView = { 
/**
 * The batch.
 */
batch: PartsBatchView, 
/**
 * Its parts, by tag.
 */
parts: Array<PartResultView>, };

/**
 * When the site is open: opening times of a day as `08:00-12:00 13:30-17:30`; an empty day is closed.
 */
export type BusinessHoursInput = { 
/**
 * Monday to Friday.
 */
weekdays: string, 
/**
 * Saturday.
 */
saturday: string, 
/**
 * Sunday.
 */
sunday: string, 
/**
 * A weekend day that is worked (调休); empty takes those of its day of the week.
 */
shifted: string, 
/**
 * Hours count on days of rest too.
 */
on_rest_days: boolean, };

/**
 * Names one record by id.
 */
export type ById = { 
/**
 * UUID of the record.
 */
id: string, };

/**
 * Installs a calendar that was looked at.
 */
export type CalendarInstall = { 
/**
 * What was looked at.
 */
source: CalendarSource, 
/**
 * Hash of the file that was looked at.
 */
sha256: string, 
/**
 * Who installs it.
 */
by: string, };

/**
 * What a calendar would change. Nothing is installed.
 */
export type CalendarPreview = { 
/**
 * The year.
 */
year: number, 
/**
 * SHA-256 of the file: goes into `calendar_install`.
 */
sha256: string, 
/**
 * The notices it stands on.
 */
notices: Array<string>, 
/**
 * Whether the year had a calendar before.
 */
known: boolean, 
/**
 * Days that rest or work otherwise than before, in words.
 */
days: Array<string>, 
/**
 * Open dates that move.
 */
moves: MovedDates, };

/**
 * A published year.
 */
export type CalendarRow = { 
/**
 * The year.
 */
year: number, 
/**
 * The notices it stands on.
 */
notices: Array<string>, 
/**
 * Where from.
 */
origin: LawOrigin, 
/**
 * Who installed it; empty for those of the program.
 */
installed_by: string, 
/**
 * When, UTC ms.
 */
installed_at: number | null, };

/**
 * A calendar to look at: a file, or what head office sent.
 */
export type CalendarSource = { 
/**
 * Path of the file.
 */
file: string, 
/**
 * Or the id of head office's message.
 */
item: string, 
/**
 * The page's name for looking at what moves.
 */
task?: string | null, };

/**
 * Changes a call.
 */
export type CallAmend = { 
/**
 * UUID of the call.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Why; needed where a clock follows from what is changed.
 */
reason: string, 
/**
 * The whole call as it should read.
 */
draft: CallDraft, };

/**
 * A call for service, as typed.
 */
export type CallDraft = { 
/**
 * The same `request_id` never makes a second call.
 */
request_id?: string | null, 
/**
 * When it came in, UTC ms; absent means now.
 */
received_at?: number | null, 
/**
 * Maker's code; empty where nobody knows it.
 */
principal: string, 
/**
 * How it came in.
 */
channel: Channel, 
/**
 * Who called.
 */
caller: string, 
/**
 * Phone to call back.
 */
phone: string, 
/**
 * UUID of the customer, where he is known.
 */
customer_id?: string | null, 
/**
 * UUID of the machine, where it is known; absent looks for it by the serial.
 */
unit_id?: string | null, 
/**
 * Serial as told; empty when nobody could read it.
 */
serial: string, 
/**
 * Model as told.
 */
model: string, 
/**
 * Product as told.
 */
product: string, 
/**
 * In town or out of it.
 */
area?: Area | null, 
/**
 * Where the machine stands.
 */
address: string, 
/**
 * What is the matter.
 */
complaint: string, 
/**
 * How urgent it is; absent means as any other.
 */
urgency?: Urgency | null, 
/**
 * When head office forwarded it, UTC ms; absent means with the call, where it has a task number.
 */
forwarded_at?: number | null, 
/**
 * Head office's task number.
 */
task_no: string, 
/**
 * Remark.
 */
note: string, 
/**
 * UUID of the earlier call it comes after: the machine was taken away unrepaired.
 */
follows?: string | null, };

/**
 * A machine somebody calls about.
 */
export type CallMachine = { 
/**
 * UUID of the machine, where it is known; absent looks for it by the serial.
 */
unit_id?: string | null, 
/**
 * Serial as told.
 */
serial: string, 
/**
 * Maker's code; empty for any.
 */
principal: string, 
/**
 * UUID of the call that is being changed: it is not named.
 */
except?: string | null, };

/**
 * Filters the register of calls.
 */
export type CallQuery = { 
/**
 * Number, phone tail, name, initials, serial, a piece of the complaint; empty for all.
 */
term: string, 
/**
 * Maker's code; empty for all.
 */
principal: string, 
/**
 * Only in this state.
 */
state?: CallState | null, 
/**
 * Only those that wait to be dispatched.
 */
undispatched: boolean, 
/**
 * Only those somebody was sent to whose work is not done: vouchers that are out.
 */
unfinished: boolean, 
/**
 * Only those with a clock that has run out.
 */
late: boolean, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * One row of the register.
 */
export type CallRow = { 
/**
 * UUID.
 */
id: string, 
/**
 * Number.
 */
no: string, 
/**
 * Maker's code; empty where nobody knows it.
 */
principal: string, 
/**
 * When it came in, UTC ms.
 */
received_at: number, 
/**
 * How.
 */
channel: Channel, 
/**
 * Who called.
 */
caller: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * In town or out of it.
 */
area: Area | null, 
/**
 * Where the machine stands.
 */
address: string, 
/**
 * Model.
 */
model: string, 
/**
 * Product.
 */
product: string, 
/**
 * Serial.
 */
serial: string, 
/**
 * What is the matter.
 */
complaint: string, 
/**
 * How urgent.
 */
urgency: Urgency, 
/**
 * Head office's task number.
 */
task_no: string, 
/**
 * Where it stands.
 */
state: CallState, 
/**
 * It waits to be dispatched.
 */
waits: boolean, 
/**
 * It waits since a day before today: it goes first.
 */
left_over: boolean, 
/**
 * Steps that stand, in the order of the form.
 */
steps: Array<StepView>, 
/**
 * The clock that presses most.
 */
clock: ClockView | null, 
/**
 * Clocks that ran out, met afterwards or not.
 */
late: number, 
/**
 * Number of the repair opened from it.
 */
repair_no: string | null, 
/**
 * Remark.
 */
note: string, };

/**
 * Where a call stands.
 */
export type CallState = "open" | "arranged" | "dispatched" | "arrived" | "referred" | "done" | "signed" | "closed" | "voided";

/**
 * Puts a step of a call in, corrects it or takes it back.
 */
export type CallStep = { 
/**
 * The same `request_id` never puts a second step in.
 */
request_id?: string | null, 
/**
 * UUID of the call.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Which step.
 */
kind: StepKind, 
/**
 * What is done with it; absent puts it in.
 */
doing?: StepDoing | null, 
/**
 * When it happened, UTC ms; absent means now, of a correction when it stood.
 */
at?: number | null, 
/**
 * Who was sent, told, or signed.
 */
who: string, 
/**
 * Head office's filing number.
 */
no: string, 
/**
 * The filing was told by phone and its number comes later.
 */
by_phone?: boolean | null, 
/**
 * What was arranged, what came of it.
 */
words: string, 
/**
 * Why it is corrected or taken back.
 */
reason: string, };

/**
 * A call with everything about it.
 */
export type CallView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * Number.
 */
no: string, 
/**
 * The call as it would be typed.
 */
draft: CallDraft, 
/**
 * Where it stands.
 */
state: CallState, 
/**
 * It waits to be dispatched.
 */
waits: boolean, 
/**
 * It waits since a day before today.
 */
left_over: boolean, 
/**
 * The customer's name, where he is known.
 */
customer: string | null, 
/**
 * The customer as he stands in the archive, ready for a repair form.
 */
party: CustomerInput | null, 
/**
 * Steps that stand, in the order of the form.
 */
steps: Array<StepView>, 
/**
 * Steps that were corrected or taken back, the newest last.
 */
earlier: Array<StepView>, 
/**
 * Steps that may be put in next, in the order of the form.
 */
next: Array<StepKind>, 
/**
 * Its clocks.
 */
clocks: Array<ClockView>, 
/**
 * UUID of the repair opened from it.
 */
repair_id: string | null, 
/**
 * Its number.
 */
repair_no: string | null, 
/**
 * Its repair is done and the user has not signed it yet: the name that is offered for it.
 */
to_sign: string | null, 
/**
 * What is worth a look.
 */
notices: Array<Notice>, 
/**
 * When it was put in, UTC ms.
 */
entered_at: number, 
/**
 * Operator who entered it; `null` where there was none.
 */
entered_by: string | null, 
/**
 * The clock could not be trusted at entry.
 */
clock_suspect: boolean, 
/**
 * Why it was cancelled.
 */
void_reason: string | null, 
/**
 * The newest receipt of its machine.
 */
custody: CustodyMark | null, 
/**
 * The earlier call it comes after.
 */
follows: Mark | null, 
/**
 * Calls that came after it.
 */
later: Array<Mark>, };

/**
 * What the desk knows of a machine while somebody calls about it.
 */
export type CalledMachine = { 
/**
 * UUID; `null` for a machine the desk does not know.
 */
unit_id: string | null, 
/**
 * Maker's code; empty for a machine the desk does not know.
 */
principal: string, 
/**
 * Maker's name.
 */
maker: string, 
/**
 * Serial.
 */
serial: string, 
/**
 * Model.
 */
model: string, 
/**
 * Product.
 */
product: string, 
/**
 * Who has it.
 */
owner: string | null, 
/**
 * Day of the sale that stands.
 */
sold_on: string | null, 
/**
 * Whether it is within its period today; `null` for a machine the desk does not know.
 */
coverage: CoverageProposal | null, 
/**
 * Where the receipt card of that sale stands, in Chinese.
 */
card: string | null, 
/**
 * Open calls for it, the newest first.
 */
calls: Array<OpenPaper>, 
/**
 * Repairs of it that are not done, the newest first.
 */
repairs: Array<OpenPaper>, 
/**
 * The receipt it is here by.
 */
custody: CustodyMark | null, };

/**
 * A phone that rings.
 */
export type CallerQuery = { 
/**
 * The phone, whole.
 */
phone: string, };

/**
 * Who calls from a phone.
 */
export type CallerView = { 
/**
 * Customers with this phone, with their machines.
 */
known: Array<KnownCaller>, 
/**
 * Open calls from this phone, the newest first.
 */
open: Array<CallRow>, };

/**
 * Takes a signed stub in.
 */
export type CardCollect = { 
/**
 * UUID of the sale.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Day it came back; absent means today.
 */
returned_on?: string | null, 
/**
 * Changes the consent when given.
 */
share_consent?: boolean | null, };

/**
 * A card that could not be taken in.
 */
export type CardLeft = { 
/**
 * UUID of the sale.
 */
id: string, 
/**
 * Number of the card.
 */
card_no: string, 
/**
 * Customer's name.
 */
customer: string, 
/**
 * Why, Chinese.
 */
reason: string, };

/**
 * Where a card stands.
 */
export type CardState = "issued" | "queued" | "acknowledged" | "returned" | "before_start" | "voided";

/**
 * Takes many signed stubs in.
 */
export type CardsCollect = { 
/**
 * UUIDs of the sales, at most 500.
 */
ids: Array<string>, 
/**
 * Day they came back.
 */
returned_on: string, 
/**
 * The consent of all of them; absent leaves each as it is.
 */
share_consent?: boolean | null, };

/**
 * What became of a pile of stubs.
 */
export type CardsCollected = { 
/**
 * Cards taken in and queued.
 */
done: number, 
/**
 * Cards that could not be, each with its reason.
 */
left: Array<CardLeft>, };

/**
 * Money of a settlement, or what it would be today.
 */
export type CaseMoneyView = { 
/**
 * Price, fen; `null` while nobody noted it.
 */
price_fen: number | null, 
/**
 * What is to be given back; `null` where it cannot be computed.
 */
due: ReckonedView | null, 
/**
 * Why it cannot be computed.
 */
trouble: string, 
/**
 * What was given back, fen; `null` while nothing was.
 */
paid_fen: number | null, 
/**
 * Freight, fen.
 */
freight_fen: number, 
/**
 * Quality was the cause.
 */
quality_cause: boolean, 
/**
 * What of the freight the user pays; `null` where no rule says.
 */
freight: ReckonedView | null, };

/**
 * Searches a list of the catalogue.
 */
export type CatalogueQuery = { 
/**
 * Code, name or its beginning; empty for all.
 */
term: string, 
/**
 * Maker's code; empty for all.
 */
principal: string, 
/**
 * Of models: only those of machines here whose product nobody named, where the maker's packs ask for it.
 */
product_open?: boolean | null, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * Why a machine cannot be used, or why time does not count.
 */
export type Cause = "repair" | "waiting_parts" | "inspection" | "refusal" | "part_transport" | "rescue_travel";

/**
 * Where a cell's text stands.
 */
export type CellAlign = "left" | "centre" | "right";

/**
 * A day on which something changes if nobody acts.
 */
export type ChangeView = { 
/**
 * The day.
 */
on: string, 
/**
 * What.
 */
sentence: string, };

/**
 * A rule that differs.
 */
export type ChangedRule = { 
/**
 * Chinese name of its section.
 */
section_name: string, 
/**
 * Its Chinese name.
 */
name: string, 
/**
 * What happened to it.
 */
happened: Happened, 
/**
 * Old and new value in words.
 */
sentences: Array<string>, };

/**
 * How the repair was reported (受理方式).
 */
export type Channel = "phone" | "letter" | "visit" | "head_office" | "wechat";

/**
 * One bar.
 */
export type ChartBar = { 
/**
 * What it is called.
 */
label: string, 
/**
 * The fewest days in it.
 */
from: number | null, 
/**
 * The most.
 */
to: number | null, 
/**
 * How many.
 */
n: number, };

/**
 * One name, or the rare ones together.
 */
export type ChartGroup = { 
/**
 * What it is called.
 */
label: string, 
/**
 * What is in it.
 */
names: Array<string>, };

/**
 * Pictures of a month.
 */
export type ChartsView = { 
/**
 * Completed repairs by model and fault place.
 */
faults: FaultChart, 
/**
 * Completed repairs by the days they took.
 */
days: Array<ChartBar>, 
/**
 * Cards open today by the days they have left.
 */
cards: Array<ChartBar>, };

/**
 * Decisions typed from a paper of head office.
 */
export type ClaimDecide = { 
/**
 * UUID of the claim.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * The lines decided; all or none are taken.
 */
lines: Array<LineDecision>, };

/**
 * A claim, as asked for.
 */
export type ClaimDraft = { 
/**
 * The same `request_id` never makes a second claim.
 */
request_id?: string | null, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month it is for, `YYYY-MM`.
 */
month: string, 
/**
 * UUIDs of the repairs; empty takes every one that is ready.
 */
repairs: Array<string>, 
/**
 * Remark.
 */
note: string, };

/**
 * Where to put a claim's workbook.
 */
export type ClaimExport = { 
/**
 * UUID of the claim.
 */
id: string, 
/**
 * Folder; absent means the desk's own.
 */
dir?: string | null, };

/**
 * A line of a claim.
 */
export type ClaimLineView = { 
/**
 * Place, from 1.
 */
line_no: number, 
/**
 * UUID of the repair.
 */
repair_id: string, 
/**
 * Its number.
 */
repair_no: string, 
/**
 * Customer.
 */
customer: string, 
/**
 * Model code.
 */
model: string, 
/**
 * Serial.
 */
serial: string, 
/**
 * Day it was done.
 */
completed_on: string | null, 
/**
 * Labour, fen.
 */
labour_fen: number, 
/**
 * Material, fen.
 */
material_fen: number, 
/**
 * Travel, fen.
 */
travel_fen: number, 
/**
 * Other, fen.
 */
other_fen: number, 
/**
 * Asked for, fen.
 */
claimed_fen: number, 
/**
 * Number of the claim it was asked for in before.
 */
again_of: string | null, 
/**
 * Head office's decision.
 */
verdict: Verdict | null, 
/**
 * Approved, fen.
 */
approved_fen: number | null, 
/**
 * Cut, fen.
 */
cut_fen: number | null, 
/**
 * Why.
 */
reason: string, 
/**
 * Who decided.
 */
judged_by: string, 
/**
 * Day the decision came here.
 */
decided_on: string | null, 
/**
 * How it came here.
 */
source: Source | null, 
/**
 * What head office says of its old parts that may cost it.
 */
warnings: Array<MissingView>, 
/**
 * Day it was withdrawn: it stays and counts nothing.
 */
withdrawn_on: string | null, 
/**
 * Why.
 */
withdraw_reason: string, 
/**
 * Earlier decisions, the first one first.
 */
before: Array<DecisionBefore>, };

/**
 * Repairs of a maker that no claim holds.
 */
export type ClaimReady = { 
/**
 * The repairs, oldest first, as far as a list goes.
 */
rows: Array<ClaimReadyRow>, 
/**
 * How many there are.
 */
total: number, 
/**
 * How many can be claimed.
 */
ready: number, 
/**
 * What they sum to, fen.
 */
ready_fen: number, 
/**
 * What those that lack something sum to, fen.
 */
missing_fen: number, };

/**
 * Asks which repairs of a maker can be claimed up to the end of a month.
 */
export type ClaimReadyQuery = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month, `YYYY-MM`; repairs done in earlier ones and never claimed are looked at too.
 */
month: string, };

/**
 * A repair that may be claimed, or what it lacks.
 */
export type ClaimReadyRow = { 
/**
 * UUID of the repair.
 */
id: string, 
/**
 * Its number.
 */
no: string, 
/**
 * Customer.
 */
customer: string, 
/**
 * Model code.
 */
model: string, 
/**
 * Serial.
 */
serial: string, 
/**
 * Day it was done.
 */
completed_on: string | null, 
/**
 * Labour, material, travel and other together, fen.
 */
total_fen: number, 
/**
 * The claim that head office refused or wants more paper for.
 */
again_of: string | null, 
/**
 * Everything it lacks.
 */
missing: Array<MissingView>, };

/**
 * A row of the list of claims.
 */
export type ClaimRow = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * Number.
 */
no: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month it is for.
 */
month: string, 
/**
 * Day it was made.
 */
made_on: string, 
/**
 * Where it stands.
 */
state: ClaimState, 
/**
 * Its Chinese name.
 */
state_name: string, 
/**
 * Lines.
 */
lines: number, 
/**
 * Asked for, fen.
 */
claimed_fen: number, 
/**
 * Approved, fen.
 */
approved_fen: number, 
/**
 * Cut, fen.
 */
cut_fen: number, 
/**
 * Asked for and not decided, fen.
 */
open_fen: number, 
/**
 * Why it was cancelled.
 */
void_reason: string | null, };

/**
 * Where a claim stands.
 */
export type ClaimState = "submitted" | "partly_decided" | "decided" | "noticed" | "disputed" | "confirmed" | "deducted" | "voided";

/**
 * A claim with its lines and its notice.
 */
export type ClaimView = { 
/**
 * The claim.
 */
claim: ClaimRow, 
/**
 * Operator who entered it; `null` where there was none.
 */
entered_by: string | null, 
/**
 * Remark.
 */
note: string, 
/**
 * Its lines.
 */
lines: Array<ClaimLineView>, 
/**
 * The notice that came.
 */
notice: NoticeView | null, 
/**
 * The prices its repairs were computed with, by day of completion.
 */
rates: Array<RateLineView>, };

/**
 * Withdraws a line of a claim.
 */
export type ClaimWithdraw = { 
/**
 * UUID of the claim.
 */
id: string, 
/**
 * Version it was made from (`rev` of the claim as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Place of the line, from 1.
 */
line_no: number, 
/**
 * Why, in the clerk's words; needed.
 */
reason: string, };

/**
 * A clock of a call.
 */
export type ClockView = { 
/**
 * What is due, e.g. `叫修安排`.
 */
name: string, 
/**
 * Last instant in time, UTC ms; `null` where it is the end of a day, or cannot be computed.
 */
due_at: number | null, 
/**
 * Last day in time; `null` where it cannot be computed.
 */
due_on: string | null, 
/**
 * Where it stands now.
 */
state: DeadlineState, 
/**
 * How urgent.
 */
level: DueLevel, 
/**
 * It is still open.
 */
runs: boolean, 
/**
 * What is left of an open one, in milliseconds: of working hours only those the site is open; negative when late.
 */
left_ms: number | null, 
/**
 * It is open and counts working hours, and the site is closed now.
 */
stands_still: boolean, 
/**
 * Where it stands, in Chinese.
 */
sentence: string, 
/**
 * Which steps stop it and which of them are missing, in Chinese; empty for one that does not run.
 */
stops: string, 
/**
 * What is lost when it is missed.
 */
consequence: string, 
/**
 * The rule.
 */
standing: StandingView, 
/**
 * The arithmetic; for one that cannot be computed, why.
 */
steps: Array<string>, };

/**
 * A closed month.
 */
export type ClosedMonth = { 
/**
 * When, UTC ms.
 */
at: number, 
/**
 * Who; absent on a desk without operators.
 */
by: string | null, 
/**
 * Its sheets, in order.
 */
sheets: Array<ClosedSheetView>, };

/**
 * A sheet of a closed month.
 */
export type ClosedSheetView = { 
/**
 * Key.
 */
key: string, 
/**
 * Title.
 */
title: string, 
/**
 * Number of the building that stands for it.
 */
no: string, 
/**
 * Its UUID, to be printed or handed over.
 */
run: string, 
/**
 * Rows.
 */
rows: number, 
/**
 * SHA-256 of the workbook, hex.
 */
sha256: string, 
/**
 * Where the building stands at head office, as in `report_runs`.
 */
state: string, };

/**
 * A month to compare with.
 */
export type CompareBase = { 
/**
 * Its figure.
 */
figure: CompareFigure, 
/**
 * How much more the month has.
 */
change: CompareFigure, 
/**
 * The same as a share of the base.
 */
percent: CompareFigure, };

/**
 * A value as it is counted and as it is printed.
 */
export type CompareFigure = { 
/**
 * In the smallest unit: pieces, thousandths, fen, hundredths of a percent; `null` where it is not known.
 */
value: number | null, 
/**
 * As printed; `—` where there is nothing.
 */
says: string, };

/**
 * One figure in three months.
 */
export type CompareRow = { 
/**
 * Name of the figure.
 */
id: string, 
/**
 * Which figure.
 */
figure: MonthFigure, 
/**
 * What it is called, Chinese.
 */
label: string, 
/**
 * In the month.
 */
this: CompareFigure, 
/**
 * In the one before.
 */
previous: CompareBase, 
/**
 * A year ago.
 */
last_year: CompareBase, };

/**
 * A month beside two others.
 */
export type CompareView = { 
/**
 * The month.
 */
month: string, 
/**
 * The one before.
 */
previous: string, 
/**
 * The same a year ago.
 */
last_year: string, 
/**
 * Figures in order.
 */
rows: Array<CompareRow>, 
/**
 * What to know before comparing, Chinese.
 */
notes: Array<string>, };

/**
 * What a period covers.
 */
export type ComponentKind = "machine" | "main" | "wear" | "other" | "remedy";

/**
 * A fact that reads otherwise.
 */
export type CorrectedField = { 
/**
 * Title of the column.
 */
title: string, 
/**
 * As it was reported.
 */
before: string, 
/**
 * As it is now.
 */
after: string, };

/**
 * One correction of a closed month's row.
 */
export type CorrectionRow = { 
/**
 * Key of the sheet.
 */
key: string, 
/**
 * Title of the sheet.
 */
title: string, 
/**
 * The closed month the row is of.
 */
month: string, 
/**
 * The month in whose pack it stands or is going to stand.
 */
pack: string, 
/**
 * That pack is closed: what was reported is frozen.
 */
reported: boolean, 
/**
 * That pack has this sheet; where the maker does not ask for it any more, the correction goes with none.
 */
carried: boolean, 
/**
 * `replaced`, `late`, `gone`.
 */
change: string, 
/**
 * Number people know the row by.
 */
no: string, 
/**
 * `repair`, `sale` or `old_part`: what opens the record.
 */
noun: string, 
/**
 * UUID of the record.
 */
id: string, 
/**
 * What differs, in the order of the sheet's columns.
 */
fields: Array<CorrectedField>, };

/**
 * How many lines a filter would show.
 */
export type Counted = { 
/**
 * The filter's word; empty for all.
 */
key: string, 
/**
 * How many.
 */
n: number, };

/**
 * Where a counter stands.
 */
export type CounterState = "counting" | "reached" | "over";

/**
 * How far a rule is from taking effect.
 */
export type CounterView = { 
/**
 * What is counted.
 */
about: string, 
/**
 * How far it is.
 */
value: number, 
/**
 * Where it takes effect.
 */
limit: number, 
/**
 * Unit of both.
 */
unit: string, 
/**
 * Where it stands.
 */
state: CounterState, 
/**
 * What it is and what would trigger it next.
 */
sentence: string, 
/**
 * Next day on which it changes if nothing else happens.
 */
next_on: string | null, 
/**
 * What it gives.
 */
gives: Array<string>, 
/**
 * The rule.
 */
standing: StandingView, };

/**
 * Counts beside the places of the window.
 */
export type Counts = { 
/**
 * Things due, late or refused.
 */
today: number, 
/**
 * Cards that need work.
 */
cards: number, 
/**
 * Open repairs.
 */
repairs: number, 
/**
 * Calls nobody was sent to yet.
 */
calls: number, 
/**
 * Old parts owed.
 */
old_parts: number, 
/**
 * Records not yet acknowledged.
 */
unsent: number, };

/**
 * What the periods of the machine say; the clerk decides.
 */
export type CoverageProposal = { 
/**
 * In warranty or not; `null` where it cannot be computed.
 */
in_warranty: boolean | null, 
/**
 * Why, Chinese.
 */
reason: string, 
/**
 * The arithmetic of the period that decided.
 */
steps: Array<string>, 
/**
 * Nobody said what product the model is: periods of its components are not computed.
 */
product_open: boolean, };

/**
 * Asks whether a repair would be in warranty.
 */
export type CoverageQuery = { 
/**
 * Maker's code; empty when the serial alone is known.
 */
principal: string, 
/**
 * Serial.
 */
serial: string, 
/**
 * Fault place as written; empty for the machine.
 */
component: string, 
/**
 * Day the machine was sent in.
 */
on: string, 
/**
 * Meter reading in thousandths, where it was read.
 */
usage_milli?: number | null, 
/**
 * What the meter counts; absent means hours.
 */
usage_unit?: UsageUnit | null, };

/**
 * A 三包 period.
 */
export type CoverageView = { 
/**
 * Component or group, e.g. `整机`.
 */
component: string, 
/**
 * Kind.
 */
kind: ComponentKind, 
/**
 * First day.
 */
start_on: string, 
/**
 * Last day without suspensions.
 */
base_end: string, 
/**
 * Days it stood still.
 */
extension_days: number, 
/**
 * Last covered day.
 */
effective_end: string, 
/**
 * What ends it.
 */
ended_by: EndedBy, 
/**
 * Limits of use beside it, e.g. `50000 公里`.
 */
limits: Array<string>, 
/**
 * Whether today lies in it.
 */
covered_today: boolean, 
/**
 * A suspension is open: the end moves with today.
 */
running: boolean, 
/**
 * The rule.
 */
standing: StandingView, 
/**
 * The arithmetic, one sentence a step.
 */
steps: Array<string>, };

/**
 * How the letters of a .csv are written.
 */
export type CsvCoding = "utf8" | "gb18030";

/**
 * Changes a receipt of a machine that is here; another day promised says why.
 */
export type CustodyAmend = { 
/**
 * UUID of the receipt.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Why another day is promised.
 */
reason: string, 
/**
 * The whole receipt as it should read.
 */
draft: CustodyDraft, };

/**
 * A machine that is taken in, as typed. What a call or a repair says already may be left out.
 */
export type CustodyDraft = { 
/**
 * The same `request_id` never makes a second receipt.
 */
request_id?: string | null, 
/**
 * UUID of the call it came in with.
 */
call?: string | null, 
/**
 * UUID of the repair of it.
 */
repair?: string | null, 
/**
 * Maker's code; empty where nobody knows it.
 */
principal: string, 
/**
 * UUID of the machine, where it is known; absent looks for it by the serial.
 */
unit_id?: string | null, 
/**
 * Who brought it.
 */
bearer: string, 
/**
 * Phone to call.
 */
phone: string, 
/**
 * Serial as read; empty when nobody could.
 */
serial: string, 
/**
 * Model.
 */
model: string, 
/**
 * Product.
 */
product: string, 
/**
 * How it looks outside.
 */
outside: string, 
/**
 * What came with it.
 */
accessories: string, 
/**
 * What is the matter, as told.
 */
fault: string, 
/**
 * When it came in, UTC ms; absent means now.
 */
in_at?: number | null, 
/**
 * Day it is to be handed over.
 */
promised_on?: string | null, 
/**
 * Where it is kept.
 */
shelf: string, 
/**
 * Remark.
 */
note: string, };

/**
 * Hands a machine over.
 */
export type CustodyGive = { 
/**
 * The same `request_id` never hands over twice.
 */
request_id?: string | null, 
/**
 * UUID of the receipt.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * When, UTC ms; absent means now.
 */
at?: number | null, 
/**
 * Who received it.
 */
to: string, 
/**
 * It is taken away unrepaired.
 */
unrepaired: boolean, 
/**
 * Why it is taken away unrepaired; else a remark.
 */
words: string, 
/**
 * The receipt came back and is void.
 */
receipt_back: boolean, 
/**
 * Why it did not come back.
 */
receipt_lost: string, };

/**
 * A receipt beside a call or a repair.
 */
export type CustodyMark = { 
/**
 * UUID.
 */
id: string, 
/**
 * Number.
 */
no: string, 
/**
 * Where the machine stands.
 */
state: CustodyState, 
/**
 * Day promised.
 */
promised_on: string | null, };

/**
 * Filters the register of machines taken in.
 */
export type CustodyQuery = { 
/**
 * Number, phone tail, name, initials, serial, a piece of the fault; empty for all.
 */
term: string, 
/**
 * Maker's code; empty for all.
 */
principal: string, 
/**
 * Only in this state.
 */
state?: CustodyState | null, 
/**
 * Only what is here after the day promised.
 */
late: boolean, 
/**
 * Month in which it came in, `YYYY-MM`; empty for all.
 */
month: string, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * One row of the register.
 */
export type CustodyRow = { 
/**
 * UUID.
 */
id: string, 
/**
 * Number.
 */
no: string, 
/**
 * Maker's code; empty where nobody knows it.
 */
principal: string, 
/**
 * When it came in, UTC ms.
 */
in_at: number, 
/**
 * Who brought it.
 */
bearer: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * Model.
 */
model: string, 
/**
 * Product.
 */
product: string, 
/**
 * Serial.
 */
serial: string, 
/**
 * How it looks outside.
 */
outside: string, 
/**
 * What came with it.
 */
accessories: string, 
/**
 * What is the matter.
 */
fault: string, 
/**
 * Day promised.
 */
promised_on: string | null, 
/**
 * Days left to it; negative when late; `null` of a machine that left, or without a promise.
 */
days_left: number | null, 
/**
 * How urgent.
 */
level: DueLevel, 
/**
 * Where it stands.
 */
state: CustodyState, 
/**
 * Where it is kept.
 */
shelf: string, 
/**
 * Number of the repair: that of its card of work too.
 */
repair_no: string | null, 
/**
 * Who repairs it.
 */
technician: string, 
/**
 * Who inspected the work, once it passed.
 */
inspected_by: string, 
/**
 * How it left.
 */
given: HandOverView | null, 
/**
 * Remark.
 */
note: string, };

/**
 * Where a machine that was taken in stands.
 */
export type CustodyState = "here" | "returned" | "taken_away" | "voided";

/**
 * A receipt with everything about it.
 */
export type CustodyView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * Number.
 */
no: string, 
/**
 * The receipt as it would be typed.
 */
draft: CustodyDraft, 
/**
 * The row of the register.
 */
row: CustodyRow, 
/**
 * Every day promised, the one that stands last.
 */
promises: Array<PromiseView>, 
/**
 * Hand-overs that were taken back.
 */
earlier: Array<HandOverView>, 
/**
 * The customer's name, where he is known.
 */
customer: string | null, 
/**
 * The call it came in with.
 */
call: Mark | null, 
/**
 * The repair of it.
 */
repair: Mark | null, 
/**
 * What is worth a look.
 */
notices: Array<Notice>, 
/**
 * When it was put in, UTC ms.
 */
entered_at: number, 
/**
 * Operator who entered it; `null` where there was none.
 */
entered_by: string | null, 
/**
 * The clock could not be trusted at entry.
 */
clock_suspect: boolean, 
/**
 * Why it was cancelled.
 */
void_reason: string | null, };

/**
 * Changes a customer; a field left out keeps what stands.
 */
export type CustomerAmend = { 
/**
 * UUID.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * County.
 */
county: string, 
/**
 * Township.
 */
town: string, 
/**
 * Village and the rest.
 */
village: string, };

/**
 * The customer part of a form.
 */
export type CustomerInput = { 
/**
 * An existing customer of this name; absent, or with another name, for a new one (or one found by same name and phone).
 */
id?: string | null, 
/**
 * Name.
 */
name: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * County.
 */
county: string, 
/**
 * Township.
 */
town: string, 
/**
 * Village and the rest.
 */
village: string, 
/**
 * Identity number; dropped unless the maker's policy demands it.
 */
id_no?: string | null, };

/**
 * One customer in a list.
 */
export type CustomerRow = { 
/**
 * UUID.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * County.
 */
county: string, 
/**
 * Township.
 */
town: string, 
/**
 * Village and the rest.
 */
village: string, 
/**
 * Machines bought.
 */
units: number, };

/**
 * A customer with what was bought and repaired.
 */
export type CustomerView = { 
/**
 * The customer.
 */
customer: CustomerRow, 
/**
 * Sales, newest first.
 */
sales: Array<SaleRow>, 
/**
 * Repairs, newest first.
 */
repairs: Array<RepairRow>, };

/**
 * A count on a day.
 */
export type DayCount = { 
/**
 * The day.
 */
on: string, 
/**
 * How many.
 */
n: number, };

/**
 * Where a deadline stands.
 */
export type DeadlineState = "pending" | "met" | "late" | "waived" | "void";

/**
 * A due day about the machine.
 */
export type DeadlineView = { 
/**
 * What is due, e.g. `回执卡到总部`.
 */
name: string, 
/**
 * Number of the card or repair it is about.
 */
no: string, 
/**
 * Last day in time; absent when it cannot be computed.
 */
due_on: string | null, 
/**
 * Day it was met.
 */
met_on: string | null, 
/**
 * How urgent.
 */
level: DueLevel, 
/**
 * What is lost when it is missed.
 */
consequence: string, 
/**
 * The rule.
 */
standing: StandingView, 
/**
 * The arithmetic; for one that cannot be computed, why.
 */
steps: Array<string>, };

/**
 * Sets up or changes the dealer.
 */
export type DealerInput = { 
/**
 * Code: 1–20 letters and digits.
 */
code: string, 
/**
 * Full name.
 */
name: string, 
/**
 * Short name; absent keeps, empty takes the first eight characters of the name.
 */
short_name: string, 
/**
 * Letter of this machine, A–Z; absent keeps, empty takes `A`.
 */
device: string, 
/**
 * Province, city and county, e.g. `河南省周口市`; decides the operating seasons; absent keeps.
 */
region: string, };

/**
 * The dealer.
 */
export type DealerView = { 
/**
 * Code, e.g. `HB0732A`.
 */
code: string, 
/**
 * Full name.
 */
name: string, 
/**
 * Short name for file names.
 */
short_name: string, 
/**
 * This machine's letter inside numbers.
 */
device: string, 
/**
 * Province, city and county; decides the operating seasons; empty when not said.
 */
region: string, };

/**
 * What head office decided of a line before it decided anew.
 */
export type DecisionBefore = { 
/**
 * The decision.
 */
verdict: Verdict, 
/**
 * Approved, fen.
 */
approved_fen: number | null, 
/**
 * Why.
 */
reason: string, 
/**
 * Who decided.
 */
judged_by: string, 
/**
 * Day it came here.
 */
decided_on: string | null, 
/**
 * How it came here.
 */
source: Source | null, };

/**
 * A row that is refused, with everything else going on.
 */
export type DecisionError = { 
/**
 * Row in the sheet, from 1.
 */
row: number, 
/**
 * Name of the sheet, where head office filled in several of one book.
 */
sheet: string, 
/**
 * Number of the repair, claim or part it is about; empty when the row names none.
 */
no: string, 
/**
 * Column concerned; may be empty.
 */
field: string, 
/**
 * Stable code.
 */
code: string, 
/**
 * Chinese sentence.
 */
message: string, };

/**
 * What a row of a filled packing list says of a part.
 */
export type DecisionPart = { 
/**
 * Tag of the part.
 */
tag_no: string, 
/**
 * Sent, thousandths.
 */
sent_milli: number | null, 
/**
 * Received, thousandths; `null` when head office wrote nothing.
 */
received_milli: number | null, 
/**
 * Another part than the list says, thousandths.
 */
wrong_milli: number | null, 
/**
 * The verdict.
 */
verdict: PartVerdict | null, 
/**
 * What becomes of it.
 */
disposal: Disposal | null, };

/**
 * What a row of such a workbook comes to.
 */
export type DecisionRow = { 
/**
 * Row in the sheet, from 1.
 */
row: number, 
/**
 * Name of the sheet, where head office filled in several of one book.
 */
sheet: string, 
/**
 * Number of the claim.
 */
claim_no: string, 
/**
 * Number of the repair; empty for a notice.
 */
repair_no: string, 
/**
 * Asked for, fen.
 */
claimed_fen: number | null, 
/**
 * Approved, fen.
 */
approved_fen: number | null, 
/**
 * Why it is cut, refused or waits.
 */
reason: string, 
/**
 * What head office wrote, cell by cell, as it stands there.
 */
written: string, 
/**
 * Of a sheet of old parts: the part.
 */
part: DecisionPart | null, };

/**
 * A workbook that head office filled in.
 */
export type DecisionsInput = { 
/**
 * Path of the file.
 */
path: string, };

/**
 * What was taken from a workbook of head office.
 */
export type DecisionsOutcome = { 
/**
 * `W07`, `W08` or `W09`; several of them with a `、` between.
 */
sheet: string, 
/**
 * Rows with something of head office in them.
 */
rows: number, 
/**
 * Taken.
 */
taken: number, 
/**
 * Here already, as they stand.
 */
unchanged: number, 
/**
 * Not filled in by head office yet.
 */
open: number, 
/**
 * Refused.
 */
refused: number, 
/**
 * What they say.
 */
lines: Array<DecisionRow>, 
/**
 * Why rows are refused.
 */
errors: Array<DecisionError>, 
/**
 * What stood here already and is replaced, in words.
 */
replaced: Array<string>, };

/**
 * What a user demands, as typed.
 */
export type DemandDraft = { 
/**
 * The same `request_id` never makes a second demand.
 */
request_id?: string | null, 
/**
 * The machine.
 */
machine: RightsQuery, 
/**
 * What is demanded.
 */
kind: DemandKind, 
/**
 * Day it was made; of a lost card, day the loss was reported.
 */
made_on: string, 
/**
 * The user's words.
 */
words: string, 
/**
 * The dealer has no machine of the model to give.
 */
no_same_model: boolean, };

/**
 * What is demanded.
 */
export type DemandKind = "repair" | "exchange" | "return" | "reissue" | "other";

/**
 * Notes how a demand was answered and settled; a day left out is taken back.
 */
export type DemandSettle = { 
/**
 * UUID of the demand.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Day of the answer; absent keeps, `null` clears.
 */
answered_on?: string | null, 
/**
 * What was answered; absent keeps, empty clears.
 */
answer?: string | null, 
/**
 * Day it was settled; absent keeps, `null` clears.
 */
settled_on?: string | null, 
/**
 * The dealer has no machine of the model to give; absent keeps.
 */
no_same_model?: boolean | null, };

/**
 * Where a demand stands.
 */
export type DemandState = "open" | "answered" | "settled" | "voided";

/**
 * A demand.
 */
export type DemandView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * Number.
 */
no: string, 
/**
 * UUID of the machine.
 */
unit_id: string, 
/**
 * Its serial.
 */
serial: string, 
/**
 * What is demanded.
 */
kind: DemandKind, 
/**
 * Its Chinese name.
 */
name: string, 
/**
 * Day it was made.
 */
made_on: string, 
/**
 * The user's words.
 */
words: string, 
/**
 * The dealer has no machine of the model to give.
 */
no_same_model: boolean, 
/**
 * Day of the answer.
 */
answered_on: string | null, 
/**
 * What was answered.
 */
answer: string, 
/**
 * Day it was settled.
 */
settled_on: string | null, 
/**
 * Where it stands.
 */
state: DemandState, 
/**
 * Why it was cancelled.
 */
void_reason: string | null, 
/**
 * What is worth a look.
 */
notices: Array<Notice>, };

/**
 * A head office for the demo.
 */
export type DemoHeadOffice = { 
/**
 * Address.
 */
url: string, 
/**
 * One-time code, which is of one maker.
 */
code: string, };

/**
 * Loads demo data into an empty desk.
 */
export type DemoInput = { 
/**
 * Head offices to enrol at, one a maker.
 */
head_offices: Array<DemoHeadOffice>, };

/**
 * What the frame of the window shows.
 */
export type DeskStatus = { 
/**
 * Program version.
 */
version: string, 
/**
 * Today in Asia/Shanghai.
 */
today: string, 
/**
 * The dealer; `null` before the first set-up.
 */
dealer: DealerView | null, 
/**
 * Sales before this day need no card; `null` until chosen.
 */
start_of_use_on: string | null, 
/**
 * When the site is open; `null` until somebody said so.
 */
hours: BusinessHoursInput | null, 
/**
 * The database holds demo data: show the watermark.
 */
demo: boolean, 
/**
 * Desktop notifications are on.
 */
alerts: boolean, 
/**
 * Folder of the data.
 */
data_dir: string, 
/**
 * Folder exports go to.
 */
export_dir: string, 
/**
 * Makers.
 */
principals: Array<PrincipalView>, 
/**
 * What the packs in use say of operating seasons where the dealer is, a sentence a maker.
 */
seasons: Array<string>, 
/**
 * The machine's clock moved backwards or jumped, or head office's time differs: Chinese sentence.
 */
clock_warning: string | null, 
/**
 * The clerk may say that the clock is right after all (`clock_confirm`).
 */
clock_can_be_confirmed: boolean, 
/**
 * Counts beside the places.
 */
counts: Counts, 
/**
 * Sync line per maker.
 */
sync: Array<SyncLine>, 
/**
 * Last good backup, UTC ms.
 */
last_backup_at: number | null, 
/**
 * Last backup failed: Chinese sentence.
 */
backup_problem: string | null, };

/**
 * What becomes of it (处理), F13.
 */
export type Disposal = "usable" | "scrap" | "returned";

/**
 * A dispute of a notice, with how it ended.
 */
export type DisputeView = { 
/**
 * Its day.
 */
on: string | null, 
/**
 * Number of the notice.
 */
notice_no: string, 
/**
 * What was disputed.
 */
words: string, 
/**
 * What came of it, in Chinese.
 */
outcome: string, };

/**
 * Asks for the self-check.
 */
export type DoctorInput = { 
/**
 * The page's name for this work.
 */
task?: string | null, };

/**
 * What the program finds about itself.
 */
export type DoctorView = { 
/**
 * `ok`, or what SQLite's integrity check says.
 */
integrity: string, 
/**
 * Schema version of the database.
 */
schema_version: number, 
/**
 * Rows per table.
 */
counts: Array<TableCount>, 
/**
 * Sync line per maker.
 */
sync: Array<SyncLine>, 
/**
 * Free bytes on the disk of the data folder; `null` when it cannot be told.
 */
disk_free_bytes: number | null, 
/**
 * Bytes of the database.
 */
database_bytes: number, 
/**
 * Backups at hand.
 */
backups: number, 
/**
 * Complaints in Chinese; empty when all is well.
 */
problems: Array<string>, };

/**
 * What stands against a day that was computed.
 */
export type Doubt = "sample" | "unchecked";

/**
 * Keeps a half-filled form.
 */
export type DraftInput = { 
/**
 * Which form, e.g. `sale` or `repair:UUID`.
 */
key: string, 
/**
 * The form's content as JSON text.
 */
content: string, };

/**
 * Names a half-filled form.
 */
export type DraftKey = { 
/**
 * Which form.
 */
key: string, };

/**
 * A half-filled form.
 */
export type DraftView = { 
/**
 * The form's content as JSON text.
 */
content: string, 
/**
 * When it was kept, UTC ms.
 */
saved_at: number, };

/**
 * Where the rows of a table were drawn from.
 */
export type DrawnRows = { 
/**
 * Field.
 */
field: string, 
/**
 * A record for each row, in order.
 */
records: Array<RefName>, };

/**
 * Files the desk takes by being dropped.
 */
export type DroppedKind = "sheet" | "road" | "pack" | "calendar";

/**
 * How urgent a due day is.
 */
export type DueLevel = "ok" | "soon" | "late" | "met" | "met_late" | "none";

/**
 * A due day with its written reason.
 */
export type DueView = { 
/**
 * Last day in time.
 */
due_on: string, 
/**
 * Days left today; negative when late; `null` when it no longer matters.
 */
days_left: number | null, 
/**
 * `ok`, `soon`, `late`, `met`, `met_late`, `none`.
 */
level: DueLevel, 
/**
 * Rule and version, e.g. `回执卡到总部 · S0-farm 2026.1`.
 */
rule: string, 
/**
 * Where the rule stands.
 */
source: string, 
/**
 * Whether a person compared the rule with its source.
 */
checked: boolean, 
/**
 * What stands against it.
 */
doubt: Doubt | null, 
/**
 * What is lost when it is missed.
 */
consequence: string, 
/**
 * The arithmetic, one sentence a step.
 */
steps: Array<string>, };

/**
 * Something the dealer has to do.
 */
export type DutyView = { 
/**
 * Last day.
 */
due_on: string, 
/**
 * Whether it is over.
 */
late: boolean, 
/**
 * What and by when.
 */
sentence: string, 
/**
 * What is lost.
 */
consequence: string, 
/**
 * The rule.
 */
standing: StandingView, };

/**
 * Turns encryption off.
 */
export type EncryptionOff = { 
/**
 * The page's name for this work.
 */
task?: string | null, };

/**
 * Turns encryption on.
 */
export type EncryptionOn = { 
/**
 * The last group of the code that was shown, typed back.
 */
last_group: string, 
/**
 * The page's name for this work.
 */
task?: string | null, };

/**
 * Replaces the recovery code.
 */
export type EncryptionRenew = { 
/**
 * The last group of the code that was shown, typed back.
 */
last_group: string, };

/**
 * How the data is encrypted.
 */
export type EncryptionView = { 
/**
 * This build can encrypt.
 */
available: boolean, 
/**
 * The database is encrypted.
 */
on: boolean, 
/**
 * Where its key lies; `null` when it is not encrypted.
 */
place: KeyPlace | null, 
/**
 * When the recovery code was made, UTC ms.
 */
code_made_at: number | null, 
/**
 * Backups in the desk's folder that are not encrypted.
 */
plain_backups: number, 
/**
 * Those that are.
 */
encrypted_backups: number, 
/**
 * Databases put aside by an earlier restore or damage that are not encrypted.
 */
plain_copies: number, 
/**
 * What an act left undone after the database had its key, in Chinese.
 */
unfollowed: Array<string>, };

/**
 * What ends a period.
 */
export type EndedBy = "time" | "usage" | "returned" | "exchanged" | "voided" | "transferred";

/**
 * Enrols this desk at a head office.
 */
export type EnrolInput = { 
/**
 * Head office's address.
 */
url: string, 
/**
 * One-time code.
 */
code: string, 
/**
 * Goes on although this is demo data, which then goes to that head office (ENROL-3).
 */
demo: boolean, 
/**
 * Goes on although head office knows this desk by another dealer's code (ENROL-7).
 */
other_dealer: boolean, 
/**
 * Goes on although the maker is enrolled at another head office, which this one takes the place of (ENROL-5).
 */
replace: boolean, };

/**
 * A field that changed.
 */
export type EntryChange = { 
/**
 * Title of the field.
 */
title: string, 
/**
 * Text before.
 */
before: string, 
/**
 * Text after.
 */
after: string, };

/**
 * Looks at an entry without saving it.
 */
export type EntryCheck = { 
/**
 * UUID of the entry, when it is one that stands.
 */
id?: string | null, 
/**
 * Key of the form.
 */
form: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Values as they stand on the screen.
 */
values: { [key in string]: FormCell }, 
/**
 * Field that was just written: what it offers is filled in.
 */
touched: string, 
/**
 * Key of the step that is being taken: `values` are then what it asks for, judged with what stands in the state it leads to.
 */
step?: string | null, };

/**
 * What the form makes of the values.
 */
export type EntryChecked = { 
/**
 * Values with what is computed and filled in, without what is hidden.
 */
values: { [key in string]: FormCell }, 
/**
 * Fields that are hidden; `#2` is the third section.
 */
hidden: Array<string>, 
/**
 * Fields that are needed.
 */
required: Array<string>, 
/**
 * Fields that are refused.
 */
refused: Array<RefusedField>, 
/**
 * What the references name, by id.
 */
names: { [key in string]: RefName }, 
/**
 * What is worth a look.
 */
notices: Array<Notice>, 
/**
 * Where rows come from that were drawn anew.
 */
drawn: Array<DrawnRows>, };

/**
 * An entry about to be written.
 */
export type EntryDraftView = { 
/**
 * Key of the form.
 */
form: string, 
/**
 * Version of the form.
 */
version: number, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * UUID of the entry it follows.
 */
predecessor: string | null, 
/**
 * What is known already.
 */
values: { [key in string]: FormCell }, 
/**
 * What the references name, by id.
 */
names: { [key in string]: RefName }, 
/**
 * Where drawn rows come from.
 */
drawn: Array<DrawnRows>, 
/**
 * What is worth a look.
 */
notices: Array<Notice>, };

/**
 * A day of an entry.
 */
export type EntryDue = { 
/**
 * What is due, as the form calls it.
 */
title: string, 
/**
 * The day with its reason; `null` where there is none.
 */
deadline: DeadlineView | null, 
/**
 * Why there is none.
 */
missing: string, };

/**
 * Saves an entry, a new one or one that stands.
 */
export type EntryInput = { 
/**
 * The same `request_id` never makes a second entry.
 */
request_id?: string | null, 
/**
 * UUID of the entry that is changed; absent makes a new one.
 */
id?: string | null, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Key of the form.
 */
form: string, 
/**
 * Maker's code; empty where there is none.
 */
principal: string, 
/**
 * UUID of the entry a new one follows.
 */
predecessor?: string | null, 
/**
 * Values.
 */
values: { [key in string]: FormCell }, 
/**
 * Why it is changed; needed once it is over or travelled.
 */
reason: string, };

/**
 * An entry beside another one.
 */
export type EntryMark = { 
/**
 * UUID.
 */
id: string, 
/**
 * Number.
 */
no: string, 
/**
 * The entry in one line.
 */
title: string, };

/**
 * Begins an entry.
 */
export type EntryNew = { 
/**
 * Key of the form.
 */
form: string, 
/**
 * Maker's code; empty where there is none.
 */
principal: string, 
/**
 * A record it is about: the first reference that takes it is filled in.
 */
from?: RecordRef | null, 
/**
 * UUID of the entry it follows.
 */
predecessor?: string | null, 
/**
 * Step of the predecessor that opens it.
 */
step?: string | null, 
/**
 * Values typed already: what is drawn follows them.
 */
values?: { [key in string]: FormCell } | null, };

/**
 * A newer version of an entry's form.
 */
export type EntryNewer = { 
/**
 * The version.
 */
version: number, 
/**
 * Titles of fields the old one did not have.
 */
added: Array<string>, 
/**
 * Titles of what will have to be filled in before the next step.
 */
needed: Array<string>, 
/**
 * Why the entry cannot go over to it; empty where it can.
 */
refusal: string, };

/**
 * A page of a register.
 */
export type EntryPage = { 
/**
 * The rows.
 */
rows: Array<EntryRow>, 
/**
 * Rows that match altogether, as far as they were looked for.
 */
total: number, 
/**
 * There may be more than `total`.
 */
at_least: boolean, 
/**
 * Sums of all that match, as text, by field; empty where a form has none.
 */
totals: { [key in string]: string }, };

/**
 * A paper of head office an entry came as.
 */
export type EntryPaper = { 
/**
 * Version of it that stands.
 */
version: number, 
/**
 * When it came, UTC ms.
 */
received_at: number, 
/**
 * A step was taken with this version.
 */
answered: boolean, 
/**
 * What it names that is not here; empty where all is.
 */
missing: string, 
/**
 * A later version that could not be taken, with the reason.
 */
later: string | null, 
/**
 * Fields head office wrote, which nobody here changes.
 */
fields: Array<string>, };

/**
 * A line of an entry's history.
 */
export type EntryPast = { 
/**
 * When, UTC ms.
 */
at: number, 
/**
 * Who; `null` where there was nobody.
 */
operator: string | null, 
/**
 * Title of the step; empty for writing.
 */
step: string, 
/**
 * State before, in Chinese; empty for the first line.
 */
from: string, 
/**
 * State after, in Chinese.
 */
to: string, 
/**
 * Why.
 */
reason: string, 
/**
 * Version it made.
 */
rev: number, 
/**
 * Fields that changed: title, before, after.
 */
changes: Array<EntryChange>, };

/**
 * Filters the list of a form.
 */
export type EntryQuery = { 
/**
 * Key of the form.
 */
form: string, 
/**
 * Number, words, initials; empty for all.
 */
term: string, 
/**
 * Maker's code; empty for all.
 */
principal: string, 
/**
 * Only in this state; empty for all.
 */
state: string, 
/**
 * Month of its day, `YYYY-MM`; empty for all.
 */
month: string, 
/**
 * Only with these values, by field.
 */
filters?: { [key in string]: FormCell } | null, 
/**
 * Cancelled ones too.
 */
voided?: boolean | null, 
/**
 * What the form adds up is wanted too: a list is read at once, and its sums after it.
 */
sums?: boolean | null, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * An entry goes over to the newer version of its form.
 */
export type EntryRaise = { 
/**
 * UUID of the entry.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Version of the form it is to go over to, as it was shown.
 */
version: number, };

/**
 * An entry in a list.
 */
export type EntryRow = { 
/**
 * UUID.
 */
id: string, 
/**
 * Key of its form.
 */
form: string, 
/**
 * Title of its form.
 */
form_title: string, 
/**
 * Number.
 */
no: string, 
/**
 * Maker's code; empty where there is none.
 */
principal: string, 
/**
 * Its day.
 */
day: string, 
/**
 * State.
 */
state: string, 
/**
 * In Chinese.
 */
state_title: string, 
/**
 * Tone of the state.
 */
tone: string, 
/**
 * The entry in one line.
 */
title: string, 
/**
 * Cells of the form's columns, as text.
 */
cells: Array<string>, 
/**
 * The first day that is open.
 */
due_on: string | null, 
/**
 * Days left to it today; negative when late.
 */
days_left: number | null, 
/**
 * How urgent.
 */
level: DueLevel, 
/**
 * Head office returned it.
 */
returned: boolean, 
/**
 * It was cancelled.
 */
voided: boolean, };

/**
 * Takes a step with an entry.
 */
export type EntryStep = { 
/**
 * The same `request_id` never takes it twice.
 */
request_id?: string | null, 
/**
 * UUID of the entry.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Key of the step.
 */
step: string, 
/**
 * Fields put in with it.
 */
values?: { [key in string]: FormCell } | null, 
/**
 * Why, where the step needs it.
 */
reason: string, };

/**
 * An entry with everything about it.
 */
export type EntryView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * Key of its form.
 */
form: string, 
/**
 * Title of its form.
 */
form_title: string, 
/**
 * Version of the form it was written with.
 */
form_version: number, 
/**
 * The form is known; otherwise the entry is read only, and `values` is what was kept.
 */
definition_known: boolean, 
/**
 * Number.
 */
no: string, 
/**
 * Maker's code; empty where there is none.
 */
principal: string, 
/**
 * State.
 */
state: string, 
/**
 * In Chinese.
 */
state_title: string, 
/**
 * Tone of the state.
 */
tone: string, 
/**
 * Its day.
 */
day: string, 
/**
 * The entry in one line.
 */
title: string, 
/**
 * Values.
 */
values: { [key in string]: FormCell }, 
/**
 * Fields that are hidden; `#2` is the third section.
 */
hidden: Array<string>, 
/**
 * Fields that are needed.
 */
required: Array<string>, 
/**
 * What the references name, by id.
 */
names: { [key in string]: RefName }, 
/**
 * What is worth a look.
 */
notices: Array<Notice>, 
/**
 * Its days.
 */
due: Array<EntryDue>, 
/**
 * What was done with it, the first line first.
 */
history: Array<EntryPast>, 
/**
 * Steps that can be taken from where it stands.
 */
offers: Array<string>, 
/**
 * It can be changed.
 */
can_amend: boolean, 
/**
 * A change needs a reason.
 */
needs_reason: boolean, 
/**
 * Entries of other forms that name it.
 */
links: Array<EntryRow>, 
/**
 * The entry it follows.
 */
predecessor: EntryMark | null, 
/**
 * Entries that follow it.
 */
successors: Array<EntryMark>, 
/**
 * It is in the outbox: it was or will be sent to head office.
 */
travels: boolean, 
/**
 * Why head office returned it, until it is mended.
 */
returned_reason: string | null, 
/**
 * Field that is about.
 */
returned_field: string | null, 
/**
 * Head office's paper it came as; `null` where somebody here wrote it.
 */
paper: EntryPaper | null, 
/**
 * The newer version of its form it can go over to.
 */
newer: EntryNewer | null, 
/**
 * When it was put in, UTC ms.
 */
entered_at: number, 
/**
 * Operator who entered it; `null` where there was none.
 */
entered_by: string | null, 
/**
 * The clock could not be trusted at entry.
 */
clock_suspect: boolean, 
/**
 * Why it was cancelled.
 */
void_reason: string | null, };

/**
 * A paper or proof a right needs.
 */
export type Evidence = "card" | "invoice" | "repair_record" | "repair_proof" | "waiting_proof" | "loss_report" | "demand" | "appraisal" | "capacity_test" | "manual";

/**
 * Parts of one standing.
 */
export type ExchangeFigure = { 
/**
 * Which.
 */
standing: ExchangeStanding, 
/**
 * In Chinese.
 */
name: string, 
/**
 * Parts.
 */
n: number, 
/**
 * Money bound.
 */
bound_fen: number, };

/**
 * Writes down what became of a new part that went out: all that came back and was bought so far.
 */
export type ExchangeInput = { 
/**
 * UUID of the old part.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown, 0 while nothing was written down); absent changes what stands.
 */
rev?: number | null, 
/**
 * Pieces the maker gave for it, thousandths.
 */
got_milli: number, 
/**
 * Pieces bought at cost, thousandths.
 */
bought_milli?: number | null, 
/**
 * Day of the last of them.
 */
on_day: string, 
/**
 * Number of the maker's shipping note or bill.
 */
paper_no: string, 
/**
 * Why it was bought, or is put right.
 */
reason: string, };

/**
 * Filters the register of new parts that went out against old ones.
 */
export type ExchangeQuery = { 
/**
 * Tag, part code or name, repair number; empty for all.
 */
term: string, 
/**
 * Maker's code; empty for all.
 */
principal: string, 
/**
 * Only those that are still out.
 */
open: boolean, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * A new part that went out, and what became of it.
 */
export type ExchangeRow = { 
/**
 * UUID of the old part.
 */
id: string, 
/**
 * Version of what was written down; 0 while nothing was.
 */
rev: number, 
/**
 * Tag of the old part.
 */
tag_no: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * UUID of the repair.
 */
repair_id: string | null, 
/**
 * Its number.
 */
repair_no: string, 
/**
 * Part code.
 */
code: string, 
/**
 * Part name.
 */
name: string, 
/**
 * Serial of the new part.
 */
new_serial: string, 
/**
 * Pieces that went out, thousandths.
 */
qty_milli: number, 
/**
 * Day they went out.
 */
removed_on: string, 
/**
 * Where the old part is.
 */
state: OldPartState, 
/**
 * Where the exchange stands.
 */
standing: ExchangeStanding, 
/**
 * In Chinese.
 */
standing_name: string, 
/**
 * Last day for the old part to go back; `null` when it went or the maker names none.
 */
due_on: string | null, 
/**
 * What stands against that day.
 */
doubt: Doubt | null, 
/**
 * Pieces that came back, thousandths.
 */
got_milli: number, 
/**
 * Pieces that were bought, thousandths.
 */
bought_milli: number, 
/**
 * Pieces that are still out, thousandths.
 */
out_milli: number, 
/**
 * Money bound in these.
 */
bound_fen: number, 
/**
 * Day of the last that came back or was bought.
 */
on_day: string | null, 
/**
 * Number of the maker's paper.
 */
paper_no: string, 
/**
 * Why it was bought, or put right.
 */
reason: string, };

/**
 * Where the exchange of an old part for a new one stands.
 */
export type ExchangeStanding = "old_here" | "on_the_way" | "new_owed" | "no_old_part" | "done" | "bought" | "free";

/**
 * What of a maker's parts is out.
 */
export type ExchangeSum = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Where the maker's rule stands, with its words.
 */
source: string, 
/**
 * The float by the maker's formula; `null` when it cannot be told.
 */
float_fen: number | null, 
/**
 * How it was computed, or what is missing.
 */
float_says: string, 
/**
 * Money bound in everything that is out.
 */
bound_fen: number, 
/**
 * What is left of the float; `null` without one.
 */
left_fen: number | null, 
/**
 * First day by which an old part that is here has to be back.
 */
due_on: string | null, 
/**
 * What is out, by standing.
 */
figures: Array<ExchangeFigure>, };

/**
 * One thing a rule says.
 */
export type FactView = { 
/**
 * What; empty for what the rule is about.
 */
label: string, 
/**
 * Value in words.
 */
said: string, };

/**
 * Counts by two things.
 */
export type FaultChart = { 
/**
 * Lines, the most frequent first.
 */
models: Array<ChartGroup>, 
/**
 * Columns, the most frequent first.
 */
places: Array<ChartGroup>, 
/**
 * Line by line.
 */
counts: number[][], };

/**
 * A fault of the fault tree.
 */
export type FaultHit = { 
/**
 * Its code.
 */
code: string, 
/**
 * Product class, system and assembly, e.g. `拖拉机 发动机 燃油供给系`.
 */
place: string, 
/**
 * The part concerned.
 */
part: string, 
/**
 * What the user sees.
 */
symptom: string, 
/**
 * What mostly causes it.
 */
cause: string, };

/**
 * Looks for a fault in the fault tree.
 */
export type FaultQuery = { 
/**
 * Words, pinyin initials or a code; empty for the first ones.
 */
term: string, 
/**
 * Product of the machine; where no tree is of it, all are looked through.
 */
product: string, };

/**
 * The cost a fee is about.
 */
export type FeeField = "labour" | "travel";

/**
 * A statement of a quarter.
 */
export type FeeStatementView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * The quarter, `2026Q4`; of a fee by sales the year, `2026`.
 */
quarter: string, 
/**
 * As people write it.
 */
quarter_name: string, 
/**
 * From 1.
 */
version: number, 
/**
 * Day it was made.
 */
made_on: string, 
/**
 * Its months.
 */
months: Array<MonthCardsView>, 
/**
 * Cards counted.
 */
cards: number, 
/**
 * Price of one, fen; `null` where the formula has more than one.
 */
unit_fen: number | null, 
/**
 * What the formula says, fen.
 */
fee_fen: number, 
/**
 * Of a fee by the year's sales the amount it is of, fen.
 */
sales_fen: number | null, 
/**
 * Why it is cancelled, in Chinese; empty when it is not.
 */
forfeit: string, 
/**
 * Paid beyond it, fen.
 */
special_fen: number, 
/**
 * Number of head office's approval.
 */
special_no: string, 
/**
 * What is to be paid, fen.
 */
total_fen: number, 
/**
 * The computation in a sentence.
 */
reason: string, 
/**
 * Pack and version.
 */
rule_version: string, 
/**
 * Head office's figure, fen.
 */
office_fen: number | null, 
/**
 * Number of its paper.
 */
office_no: string, 
/**
 * What head office says more, fen; `null` where they agree.
 */
difference_fen: number | null, 
/**
 * Day of the confirmation.
 */
confirmed_on: string | null, 
/**
 * What was said of a difference.
 */
answer_note: string, 
/**
 * A later version took its place.
 */
replaced: boolean, };

/**
 * A cost of a repair by the maker's rules, beside what is typed.
 */
export type FeeView = { 
/**
 * Which cost.
 */
kind: FeeField, 
/**
 * The form's field: `labour_fen`, `travel_fen`.
 */
field: string, 
/**
 * Its Chinese name.
 */
label: string, 
/**
 * The day whose rule was taken; `null` where nothing was computed.
 */
on: string | null, 
/**
 * What the rule says, fen; `null` where it could not be computed.
 */
fee_fen: number | null, 
/**
 * What is typed, fen.
 */
typed_fen: number, 
/**
 * What is typed more than the rule says, fen; `null` where they agree.
 */
difference_fen: number | null, 
/**
 * The computation in one Chinese sentence, or why there is none.
 */
sentence: string, 
/**
 * Its steps.
 */
steps: Array<string>, 
/**
 * The rule it stands on.
 */
standing: StandingView | null, };

/**
 * One field of an import and the column it was found in.
 */
export type FieldMap = { 
/**
 * Field key.
 */
key: string, 
/**
 * Chinese name.
 */
label: string, 
/**
 * Whether a row without it is refused.
 */
required: boolean, 
/**
 * Header text of its column; `null` when not found.
 */
column: string | null, };

/**
 * Takes head office's answer to such a file.
 */
export type FileIn = { 
/**
 * Maker's code; empty: the one the answer is from.
 */
principal: string, 
/**
 * The file.
 */
path: string, };

/**
 * What a file is that was dropped on the window.
 */
export type FileLook = { 
/**
 * Its path.
 */
path: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is; `null` where it is none of them.
 */
kind: DroppedKind | null, 
/**
 * What it is, or what it is not, Chinese.
 */
says: string, };

/**
 * Asks what a file is.
 */
export type FileLookInput = { 
/**
 * Path of the file.
 */
path: string, };

/**
 * Writes what waits for one head office into a file.
 */
export type FileOut = { 
/**
 * Maker's code; may be empty where the desk is enrolled at one head office only.
 */
principal: string, 
/**
 * Where to write it.
 */
path: string, };

/**
 * A file that was not taken.
 */
export type FileRefused = { 
/**
 * Path as it was given.
 */
path: string, 
/**
 * Stable code.
 */
code: string, 
/**
 * Chinese sentence with the file's name.
 */
message: string, };

/**
 * A file for head office was written.
 */
export type FileSent = { 
/**
 * Where it is.
 */
path: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Maker's name.
 */
principal_name: string, 
/**
 * When, UTC ms.
 */
made_at: number, 
/**
 * Records in it.
 */
records: number, 
/**
 * Files beside records in it.
 */
files: number, 
/**
 * Records that did not fit.
 */
left: number, 
/**
 * The whole in Chinese, with the next step.
 */
sentence: string, };

/**
 * An answer was taken.
 */
export type FileTaken = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Maker's name.
 */
principal_name: string, 
/**
 * When head office made it, UTC ms.
 */
made_at: number, 
/**
 * Records it speaks of.
 */
records: number, 
/**
 * Records head office holds now, with a receipt.
 */
acked: number, 
/**
 * Records it refused.
 */
rejected: number, 
/**
 * Records it holds and keeps waiting.
 */
deferred: number, 
/**
 * Records that were settled before.
 */
known: number, 
/**
 * Messages in it.
 */
received: number, 
/**
 * Files head office holds now.
 */
files: number, 
/**
 * This answer was taken before.
 */
again: boolean, 
/**
 * A later answer was taken before.
 */
older: boolean, 
/**
 * Head office has more messages than it could put in.
 */
more: boolean, 
/**
 * The whole in Chinese.
 */
sentence: string, };

/**
 * A contract rule that promises less than a statute, or may.
 */
export type FindingView = { 
/**
 * Name of the rule.
 */
name: string, 
/**
 * What becomes of it.
 */
weighed: Weighed, 
/**
 * One sentence.
 */
sentence: string, };

/**
 * One step of the guided first day.
 */
export type FirstStep = "dealer" | "principal" | "pack" | "import" | "start_day" | "enrol";

/**
 * Why a quarter's fee is cancelled (M02).
 */
export type Forfeit = "false_card" | "breach";

/**
 * The value of a field: text, code, id, day; integer fen, thousandths, milliseconds, level; yes or no; rows of a table.
 */
export type FormCell = boolean | number | string | Array<{ [column in string]: FormCell }>;

/**
 * A code of a choice.
 */
export type FormCode = { 
/**
 * Code.
 */
code: string, 
/**
 * In Chinese.
 */
title: string, };

/**
 * A field of a form.
 */
export type FormField = { 
/**
 * Key.
 */
key: string, 
/**
 * Title.
 */
title: string, 
/**
 * Kind.
 */
kind: FormFieldKind, 
/**
 * Needed always; what is needed by a condition stands in `EntryChecked.required`.
 */
required: boolean, 
/**
 * Help.
 */
help: string, 
/**
 * Columns it takes; 0 takes all.
 */
width: number, 
/**
 * Unit of a number.
 */
unit: string, 
/**
 * Decimals of a number, 0–3.
 */
decimals: number, 
/**
 * Least, in the value's own unit.
 */
min: number | null, 
/**
 * Most.
 */
max: number | null, 
/**
 * Most characters of a text.
 */
most: number | null, 
/**
 * Shape of a text: `plain`, `phone`, `code`, `serial`, `licence`.
 */
shape: string, 
/**
 * Codes of a choice.
 */
codes: Array<FormCode>, 
/**
 * Levels of a rating, the best first.
 */
levels: Array<string>, 
/**
 * What a reference is to: `customer`, `unit`, …, `form:KEY`.
 */
to: string, 
/**
 * Columns of a table.
 */
columns: Array<FormField>, 
/**
 * Most rows of a table.
 */
rows_max: number | null, 
/**
 * The program writes it.
 */
computed: boolean, 
/**
 * It may be hidden.
 */
conditional: boolean, 
/**
 * States in which it cannot be written any more.
 */
locked_in: Array<string>, 
/**
 * Its rows are drawn from the desk's records.
 */
draw: boolean, 
/**
 * It is kept when the next entry is begun right after this one.
 */
copy: boolean, };

/**
 * What kind of field it is.
 */
export type FormFieldKind = "text" | "long_text" | "day" | "instant" | "number" | "money" | "choice" | "yes_no" | "rating" | "ref" | "photo" | "signature" | "table";

/**
 * Registers under one heading.
 */
export type FormGroup = { 
/**
 * Heading.
 */
title: string, 
/**
 * Its registers.
 */
forms: Array<FormRow>, };

/**
 * Names a form.
 */
export type FormKey = { 
/**
 * Key.
 */
key: string, 
/**
 * Maker's code, whose own form of this key counts before the built-in one.
 */
principal: string, 
/**
 * UUID of an entry: the form as it was when the entry was written.
 */
entry?: string | null, };

/**
 * Whether a form is of one maker.
 */
export type FormMaker = "needed" | "optional" | "none";

/**
 * How a form is printed.
 */
export type FormPrintView = { 
/**
 * `A4` or `A5`.
 */
paper: string, 
/**
 * Copies (联次).
 */
copies: Array<string>, };

/**
 * A register in the list of registers.
 */
export type FormRow = { 
/**
 * Key.
 */
key: string, 
/**
 * Title.
 */
title: string, 
/**
 * Title where there is little room.
 */
short: string, 
/**
 * Rows of the ledger it is.
 */
ledger: Array<string>, 
/**
 * When it is filled in, and who reads it.
 */
note: string, 
/**
 * Entries that are not over.
 */
open: number, 
/**
 * Entries with a day that passed.
 */
late: number, 
/**
 * All entries that stand.
 */
total: number, };

/**
 * A section of a form.
 */
export type FormSection = { 
/**
 * Title.
 */
title: string, 
/**
 * Help.
 */
help: string, 
/**
 * Columns its fields stand in.
 */
columns: number, 
/**
 * Paths that make it hidden or shown stand in `EntryChecked.hidden`; this says it may be hidden.
 */
conditional: boolean, 
/**
 * Fields.
 */
fields: Array<FormField>, };

/**
 * A state of an entry.
 */
export type FormState = { 
/**
 * Key.
 */
key: string, 
/**
 * Title.
 */
title: string, 
/**
 * `wait`, `work`, `risk`, `done`, `bad`, `off`.
 */
tone: string, 
/**
 * The entry is over.
 */
final: boolean, };

/**
 * A step from a state to another.
 */
export type FormStep = { 
/**
 * Key.
 */
key: string, 
/**
 * Title.
 */
title: string, 
/**
 * From which states.
 */
from: Array<string>, 
/**
 * To which.
 */
to: string, 
/**
 * The operator who sits here may take it.
 */
may: boolean, 
/**
 * Who may, in Chinese.
 */
who_name: string, 
/**
 * Fields put in with it.
 */
asks: Array<string>, 
/**
 * It needs a reason.
 */
reason: boolean, 
/**
 * Form of the successor it opens.
 */
next_form: string | null, };

/**
 * A form, as the screen draws it.
 */
export type FormView = { 
/**
 * Key.
 */
key: string, 
/**
 * Version.
 */
version: number, 
/**
 * Title.
 */
title: string, 
/**
 * Title where there is little room.
 */
short: string, 
/**
 * Heading in the list of registers.
 */
group: string, 
/**
 * When it is filled in, and who reads it.
 */
note: string, 
/**
 * Where it comes from.
 */
source: string, 
/**
 * Whether it is of one maker.
 */
principal: FormMaker, 
/**
 * Fields that make the one-line title of an entry.
 */
says: Array<string>, 
/**
 * Field with the entry's day.
 */
day: string, 
/**
 * Fields that decide what is drawn and counted; without one nothing is.
 */
draws_by: Array<string>, 
/**
 * Sections in order.
 */
sections: Array<FormSection>, 
/**
 * States in order, the first is where an entry begins.
 */
states: Array<FormState>, 
/**
 * Steps.
 */
steps: Array<FormStep>, 
/**
 * Columns of the register.
 */
columns: Array<string>, 
/**
 * Columns the register can be narrowed by.
 */
filters: Array<string>, 
/**
 * Columns with a sum.
 */
totals: Array<string>, 
/**
 * How it is printed; `null` when it is not.
 */
print: FormPrintView | null, 
/**
 * It goes to head office.
 */
travels: boolean, };

/**
 * What freight was for (M08–M10, M14).
 */
export type FreightCause = "parts_in" | "parts_back" | "battery" | "stock_quality" | "stock_dismantled" | "stock_unsold";

/**
 * What drives a machine.
 */
export type Fuel = "diesel" | "petrol" | "electric";

/**
 * The machine given in exchange.
 */
export type GivenMachine = { 
/**
 * UUID.
 */
unit_id: string, 
/**
 * Serial.
 */
serial: string, 
/**
 * UUID of its sale.
 */
sale_id: string, 
/**
 * Number of its sale.
 */
sale_no: string, 
/**
 * Number of its card.
 */
card_no: string, };

/**
 * A cell of it.
 */
export type GridCell = { 
/**
 * As a spreadsheet shows it.
 */
text: string, 
/**
 * Columns it stands over.
 */
columns: number, 
/**
 * Rows it stands over.
 */
rows: number, 
/**
 * Where its text stands, where that is known.
 */
align: CellAlign | null, 
/**
 * Bold.
 */
strong: boolean, 
/**
 * A formula only the spreadsheet computes.
 */
formula: string | null, };

/**
 * On what a case stands, as it was told that day.
 */
export type GroundView = { 
/**
 * Day it was told.
 */
told_on: string, 
/**
 * The right, Chinese; empty where no rule gives one.
 */
right: string, 
/**
 * Component or problem it is about.
 */
about: string, 
/**
 * Why, one sentence a step.
 */
steps: Array<string>, 
/**
 * The rule; `null` where no rule gives a right.
 */
standing: StandingView | null, 
/**
 * On what it stands without a rule.
 */
words: string, };

/**
 * How a machine left.
 */
export type HandOverView = { 
/**
 * When, UTC ms.
 */
at: number, 
/**
 * Who received it.
 */
to: string, 
/**
 * It was not repaired.
 */
unrepaired: boolean, 
/**
 * Why, or a remark.
 */
words: string, 
/**
 * The receipt came back and is void.
 */
receipt_back: boolean, 
/**
 * Why it did not come back.
 */
receipt_lost: string, 
/**
 * Why it does not stand any more.
 */
ended_reason: string | null, };

/**
 * What happened to a rule.
 */
export type Happened = "added" | "removed" | "changed";

/**
 * Sets when the site is open.
 */
export type HoursInput = { 
/**
 * As they should read.
 */
hours: BusinessHoursInput, 
/**
 * As they were shown, all empty where there were none; absent changes what stands.
 */
base?: BusinessHoursInput | null, };

/**
 * Imports a file, or shows what would happen.
 */
export type ImportInput = { 
/**
 * Path of the file.
 */
path: string, 
/**
 * What it holds; absent means: look at the header.
 */
kind?: ImportKind | null, 
/**
 * Maker's code for rows that name none; empty when the file names it.
 */
principal: string, 
/**
 * Column of the file (its header text) for each field key, where the clerk changed the guess.
 */
mapping: { [key in string]: string }, 
/**
 * Sales before the start-of-use day also get a due day and alarms.
 */
cards_before_start: boolean, 
/**
 * The page's name for this work.
 */
task?: string | null, };

/**
 * What a file holds.
 */
export type ImportKind = "sales" | "repairs" | "models" | "parts";

/**
 * What came, or would come, out of an import. Counts are source rows without title, header and 合计.
 */
export type ImportOutcome = { 
/**
 * Rows of the file.
 */
rows: number, 
/**
 * Rows taken in.
 */
imported: number, 
/**
 * Rows that were there already.
 */
unchanged: number, 
/**
 * Rows refused.
 */
refused: number, 
/**
 * Identity numbers dropped because no policy demands them.
 */
identity_dropped: number, 
/**
 * Cards "handled before start".
 */
before_start: number, 
/**
 * Taken in, but worth a look.
 */
warnings: Array<RowNote>, 
/**
 * Refused, with the reason.
 */
errors: Array<RowNote>, 
/**
 * Workbook of the refused rows, to be mended and imported again; `null` when none.
 */
error_file: string | null, };

/**
 * What was understood of a file; nothing is saved.
 */
export type ImportPreview = { 
/**
 * What it holds.
 */
kind: ImportKind, 
/**
 * Format, e.g. `CSV（GB18030）` or `Excel xlsx`.
 */
format: string, 
/**
 * Sheets read.
 */
sheets: Array<string>, 
/**
 * Header texts of the file.
 */
headers: Array<string>, 
/**
 * Fields and their columns.
 */
fields: Array<FieldMap>, 
/**
 * First 20 rows as understood, one text a field in the order of `fields`.
 */
sample: Array<Array<string>>, 
/**
 * What would come out.
 */
outcome: ImportOutcome, };

/**
 * Something head office sent down.
 */
export type InboxRow = { 
/**
 * UUID.
 */
id: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Kind as head office names it.
 */
kind: string, 
/**
 * One line about it.
 */
title: string, 
/**
 * Content as JSON text.
 */
body: string, 
/**
 * When it arrived, UTC ms.
 */
received_at: number, 
/**
 * When somebody read it, UTC ms.
 */
read_at: number | null, };

/**
 * A figure of a month.
 */
export type Indicator = "revisit_warranty" | "revisit_month" | "satisfied" | "forms_back" | "surveyed" | "complaints_closed" | "complaints_on_time" | "opinions_closed" | "solved_in_day" | "answered_in_day" | "parts_correct";

/**
 * A look of the director.
 */
export type InspectionView = { 
/**
 * On which day.
 */
on: string, 
/**
 * Who looked.
 */
by: string, 
/**
 * The work is good.
 */
passed: boolean, 
/**
 * What was found.
 */
words: string, };

/**
 * Plans the work on a machine, and notes when it was done.
 */
export type JobCardInput = { 
/**
 * UUID of the repair.
 */
id: string, 
/**
 * Version it was made from (`rev` of the card as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Work planned.
 */
plan: string, 
/**
 * When it began, UTC ms.
 */
began_at?: number | null, 
/**
 * When it ended, UTC ms.
 */
ended_at?: number | null, };

/**
 * A card of work.
 */
export type JobCardView = { 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * Work planned.
 */
plan: string, 
/**
 * When it began, UTC ms.
 */
began_at: number | null, 
/**
 * When it ended, UTC ms.
 */
ended_at: number | null, 
/**
 * Every look, the newest last.
 */
inspections: Array<InspectionView>, 
/**
 * The last look passed it.
 */
inspected: boolean, };

/**
 * The director looked at the work.
 */
export type JobInspect = { 
/**
 * The same `request_id` never makes a second look.
 */
request_id?: string | null, 
/**
 * UUID of the repair.
 */
id: string, 
/**
 * Version it was made from (`rev` of the card as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * On which day; absent means today.
 */
on?: string | null, 
/**
 * Who looked.
 */
by: string, 
/**
 * The work is good.
 */
passed: boolean, 
/**
 * What was found; needed where it did not pass.
 */
words: string, };

/**
 * Where the key of an encrypted desk lies.
 */
export type KeyPlace = "system" | "file" | "nowhere";

/**
 * Entries of one kind.
 */
export type KindRow = { 
/**
 * The kind, Chinese.
 */
label: string, 
/**
 * How many.
 */
n: number, 
/**
 * Their share of all, as it reads.
 */
share: string, 
/**
 * How many of them are closed.
 */
closed: RateCount, };

/**
 * A customer with a machine; a customer without one has a line too.
 */
export type KnownCaller = { 
/**
 * UUID of the customer.
 */
customer_id: string, 
/**
 * His name.
 */
name: string, 
/**
 * Where he lives.
 */
address: string, 
/**
 * UUID of the machine; `null` for none.
 */
unit_id: string | null, 
/**
 * Maker's code of the machine.
 */
principal: string, 
/**
 * Its model.
 */
model: string, 
/**
 * Its product.
 */
product: string, 
/**
 * Its serial.
 */
serial: string, 
/**
 * Day it was sold.
 */
sold_on: string | null, };

/**
 * How far the computing by new packs or calendars is.
 */
export type LawBehind = { 
/**
 * Machines done.
 */
done: number, 
/**
 * Machines altogether.
 */
total: number, };

/**
 * Where a pack or calendar came from.
 */
export type LawOrigin = "built_in" | "file" | "feed";

/**
 * Computes due days and periods anew.
 */
export type LawRecompute = { 
/**
 * Name under which the page may ask how far it is and stop it.
 */
task?: string | null, };

/**
 * What came of it.
 */
export type LawRecomputed = { 
/**
 * Machines looked at, those before a stop too.
 */
units: number, 
/**
 * Due days and periods that are new or came to their end.
 */
changed: number, 
/**
 * It went on where it had been stopped.
 */
resumed: boolean, 
/**
 * Machines and old parts left as they were, because a row of theirs could not be read.
 */
unreadable: number, 
/**
 * Them by name, the first fifty.
 */
unread: Array<UnreadMachine>, };

/**
 * A repair a sale left behind when its serial was amended.
 */
export type LeftRepairView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Number.
 */
no: string, 
/**
 * Serial of its machine.
 */
serial: string, 
/**
 * Day reported.
 */
reported_on: string, 
/**
 * Fault.
 */
fault: string, };

/**
 * Head office's decision of one line, typed from paper.
 */
export type LineDecision = { 
/**
 * Number of the repair.
 */
repair_no: string, 
/**
 * What was approved, fen; absent when more paper is wanted.
 */
approved_fen?: number | null, 
/**
 * Why it was cut, refused or waits.
 */
reason: string, 
/**
 * Who decided.
 */
judged_by: string, };

/**
 * Writes a list into a file.
 */
export type ListExport = { 
/**
 * What is exported.
 */
of: ListQuery, 
/**
 * The file: `.xlsx` or `.csv`.
 */
path: string, 
/**
 * Of a `.csv`; absent is UTF-8 with its mark.
 */
encoding?: CsvCoding | null, 
/**
 * The page's name for this work.
 */
task?: string | null, };

/**
 * A list that was written.
 */
export type ListFile = { 
/**
 * Path of the file.
 */
path: string, 
/**
 * Rows without the header.
 */
rows: number, 
/**
 * The search it is of stopped early: what is beyond is not in the file.
 */
cut: boolean, 
/**
 * Rows with characters that programs with GBK alone cannot show; only of a `.csv` in GB18030.
 */
rare: number, };

/**
 * A list as a page shows it, with its filters; rows wanted and rows to skip do not count.
 */
export type ListQuery = { "list": "today", "query": TodayQuery } | { "list": "sales", "query": SaleQuery } | { "list": "calls", "query": CallQuery } | { "list": "custody", "query": CustodyQuery } | { "list": "remedies", "query": RemedyQuery } | { "list": "repairs", "query": RepairQuery } | { "list": "old_parts", "query": OldPartQuery } | { "list": "batches", "query": CatalogueQuery } | { "list": "exchanges", "query": ExchangeQuery } | { "list": "opening_claims", "query": CatalogueQuery } | { "list": "customers", "query": CatalogueQuery } | { "list": "units", "query": CatalogueQuery } | { "list": "models", "query": CatalogueQuery } | { "list": "parts", "query": CatalogueQuery } | { "list": "report_runs", "query": MonthInput } | { "list": "outbox", "query": OutboxQuery } | { "list": "submissions", "query": SubmissionQuery } | { "list": "inbox", "query": CatalogueQuery } | { "list": "receipts", "query": ReceiptQuery } | { "list": "service_fees", "query": ServiceFeeQuery } | { "list": "account", "query": PayableQuery } | { "list": "claims", "query": CatalogueQuery } | { "list": "claim_ready", "query": ClaimReadyQuery } | { "list": "part_results", "query": PartResultQuery } | { "list": "packings", "query": PackingQuery } | { "list": "audit", "query": AuditQuery } | { "list": "month_compare", "query": MonthInput } | { "list": "month_rows", "query": MonthRowsQuery } | { "list": "statistics", "query": MonthInput } | { "list": "statistics_rows", "query": StatisticsRowsQuery } | { "list": "entries", "query": EntryQuery };

/**
 * When the desk locks.
 */
export type LockInput = { 
/**
 * Minutes, 1 to 240.
 */
minutes: number, 
/**
 * Minutes as they were shown; absent changes what stands.
 */
base?: number | null, };

/**
 * The pack a maker has today.
 */
export type MakerPolicy = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Maker's name.
 */
name: string, 
/**
 * The pack; `null` when nobody chose one.
 */
pack: string | null, 
/**
 * Its name and version.
 */
title: string, 
/**
 * Head office can send or sign packs: the desk is enrolled there.
 */
enrolled: boolean, };

/**
 * A record beside another one.
 */
export type Mark = { 
/**
 * UUID.
 */
id: string, 
/**
 * Number.
 */
no: string, };

/**
 * A marker and what it prints.
 */
export type MarkerView = { 
/**
 * As it stands in a cell: `{{row.repair.no}}`.
 */
marker: string, 
/**
 * What it prints.
 */
says: string, 
/**
 * A form without it is refused.
 */
needed: boolean, };

/**
 * What was done (处理方式).
 */
export type Method = "repair" | "replace" | "adjust" | "exchange" | "return";

/**
 * What keeps a repair from being claimed, in the order a clerk mends it (CLAIM-1).
 */
export type Missing = "not_completed" | "not_signed" | "not_submitted" | "returned" | "other_payer" | "no_sale" | "out_of_period" | "period_unknown" | "card_late" | "card_returned" | "old_part_missing" | "old_part_lost" | "old_part_kept" | "old_part_not_covered" | "old_part_short" | "two_makers" | "claimed_elsewhere" | "no_amount" | "signed_for_user";

/**
 * What keeps a repair from being claimed.
 */
export type MissingView = { 
/**
 * Stable code.
 */
code: Missing, 
/**
 * Chinese sentence.
 */
message: string, 
/**
 * Whether it stops the claim; otherwise it is only said.
 */
stops: boolean, };

/**
 * Adds or changes a model; maker and code decide which. A field left out keeps what stands, `null` and an empty text clear.
 */
export type ModelInput = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Model code.
 */
code: string, 
/**
 * Product name.
 */
product: string, 
/**
 * Product class.
 */
class: string, 
/**
 * Power in thousandths of kW.
 */
power_milli_kw?: number | null, 
/**
 * Guide price in fen.
 */
guide_price_fen?: number | null, 
/**
 * What drives it.
 */
fuel?: Fuel | null, 
/**
 * Cylinders of its engine.
 */
cylinders?: number | null, 
/**
 * Strokes of its engine, 2 or 4.
 */
strokes?: number | null, };

/**
 * A model.
 */
export type ModelView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Model code.
 */
code: string, 
/**
 * Product name.
 */
product: string, 
/**
 * Product class.
 */
class: string, 
/**
 * Power in thousandths of kW.
 */
power_milli_kw: number | null, 
/**
 * Guide price in fen.
 */
guide_price_fen: number | null, 
/**
 * What drives it.
 */
fuel: Fuel | null, 
/**
 * Cylinders of its engine.
 */
cylinders: number | null, 
/**
 * Strokes of its engine.
 */
strokes: number | null, };

/**
 * One figure: the sum of its rows and of what is not listed.
 */
export type MoneyFigure = { 
/**
 * Sum of what is known, fen.
 */
fen: number, 
/**
 * Rows of which nobody knows the amount yet (金额未知).
 */
unknown: number, 
/**
 * The rows, dearest first, as far as a list goes.
 */
rows: Array<MoneyRow>, 
/**
 * Rows that are not listed.
 */
more: number, 
/**
 * What those sum to, fen.
 */
more_fen: number, };

/**
 * What a row of money opens.
 */
export type MoneyKind = "claim" | "repair" | "card" | "old_part" | "entry";

/**
 * Asks for the money of one maker, of all without a code.
 */
export type MoneyQuery = { 
/**
 * Maker's code; empty means all.
 */
principal: string, };

/**
 * A row behind a figure.
 */
export type MoneyRow = { 
/**
 * UUID of the record it opens.
 */
id: string, 
/**
 * What kind of record.
 */
kind: MoneyKind, 
/**
 * Its number.
 */
no: string, 
/**
 * What it is, in one line.
 */
title: string, 
/**
 * Amount, fen; `null` when nobody can know it yet.
 */
fen: number | null, 
/**
 * Days left, where there is a limit; negative when past.
 */
days_left: number | null, 
/**
 * Why it stands here.
 */
reason: string, };

/**
 * The money of one maker.
 */
export type MoneyView = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Its name.
 */
principal_name: string, 
/**
 * Approved by head office.
 */
earned: MoneyFigure, 
/**
 * Can be asked for, and is not yet.
 */
to_claim: MoneyFigure, 
/**
 * Asked for and not decided, or in dispute.
 */
waiting: MoneyFigure, 
/**
 * Lost unless something is done, cuts that can still be disputed among it.
 */
at_risk: MoneyFigure, 
/**
 * Cut or refused, and confirmed.
 */
lost: MoneyFigure, 
/**
 * Deducted from what the dealer owes for goods, fen.
 */
deducted_fen: number, };

/**
 * A month of a statement.
 */
export type MonthCardsView = { 
/**
 * The month.
 */
month: string, 
/**
 * Cards that count in it.
 */
cards: number, 
/**
 * How many of them are of an earlier quarter.
 */
late: number, 
/**
 * What the formula says of it, fen.
 */
fee_fen: number, };

/**
 * Closes a maker's month.
 */
export type MonthCloseInput = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month.
 */
month: string, 
/**
 * The form's own id: a second click is answered, not repeated.
 */
request_id?: string | null, 
/**
 * The page's name for this work.
 */
task?: string | null, };

/**
 * Corrections that belong to a month: of its own rows, and of earlier months in its pack.
 */
export type MonthCorrections = { 
/**
 * The month in whose pack waiting ones stand; absent while no month is closed.
 */
waiting_in: string | null, 
/**
 * Waiting ones first, then those that were reported.
 */
rows: Array<CorrectionRow>, };

/**
 * A month of a maker whose reports are still owed.
 */
export type MonthDueRow = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month.
 */
month: string, 
/**
 * The day its reports are due; absent where no pack says one.
 */
due_on: string | null, 
/**
 * That day is past.
 */
late: boolean, 
/**
 * What keeps it.
 */
state: MonthDueState, 
/**
 * Titles of sheets asked for that nobody handed over.
 */
missing: Array<string>, 
/**
 * Why head office turned it back.
 */
reason: string, 
/**
 * UUID of the submission it is about; absent where nothing went.
 */
submission: string | null, };

/**
 * What keeps a month's reports from being in.
 */
export type MonthDueState = "unsent" | "partial" | "returned" | "no_evidence" | "waiting";

/**
 * A figure of a month.
 */
export type MonthFigure = "received" | "completed" | "open" | "overdue" | "rework" | "average_days" | "parts" | "sold" | "cards_returned" | "in_warranty" | "out_of_warranty" | "faults" | "cards_left" | "entries";

/**
 * This month at a glance.
 */
export type MonthGlance = { 
/**
 * Sales of the month.
 */
sales: number, 
/**
 * Cards of the month acknowledged.
 */
cards_acknowledged: number, 
/**
 * Repairs completed in the month.
 */
repairs: number, };

/**
 * Names one month of one maker.
 */
export type MonthInput = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month.
 */
month: string, };

/**
 * What a row is a row of.
 */
export type MonthRecord = "repair" | "sale" | "entry";

/**
 * What there is to look at before a month is closed.
 */
export type MonthReview = { 
/**
 * Kinds of things, those that stand in the way first; kinds without any are there with none.
 */
groups: Array<ReviewGroup>, 
/**
 * Sheets beside those of the month before.
 */
figures: Array<ReviewFigure>, };

/**
 * One row behind a figure.
 */
export type MonthRow = { 
/**
 * Its own name in the list.
 */
id: string, 
/**
 * What it leads to.
 */
record: MonthRecord, 
/**
 * UUID of that.
 */
record_id: string, 
/**
 * Number.
 */
no: string, 
/**
 * Day reported, replaced, sold or due.
 */
on: string, 
/**
 * Customer's name.
 */
customer: string, 
/**
 * Model code.
 */
model: string, 
/**
 * Serial.
 */
serial: string, 
/**
 * Fault, part, product or state.
 */
says: string, 
/**
 * What it adds to the figure, as printed.
 */
figure: string, };

/**
 * Rows behind a figure of a month.
 */
export type MonthRowsQuery = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month.
 */
month: string, 
/**
 * Which figure.
 */
figure: MonthFigure, 
/**
 * Of `faults`: only these models; empty for all.
 */
models: Array<string>, 
/**
 * Of `faults`: only these fault places; empty for all.
 */
places: Array<string>, 
/**
 * Of `entries`: the workbook's key; empty otherwise.
 */
sheet: string, 
/**
 * Of `average_days` the fewest days, of `cards_left` the fewest days left.
 */
from?: number | null, 
/**
 * The most.
 */
to?: number | null, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * Where a maker's month stands.
 */
export type MonthShow = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month.
 */
month: string, 
/**
 * It is over: it can be closed.
 */
over: boolean, 
/**
 * What was closed; absent while the month is open.
 */
closed: ClosedMonth | null, 
/**
 * The month in whose pack corrections stand; absent while no month is closed.
 */
corrections_in: string | null, 
/**
 * Earlier months that are over and open.
 */
earlier_open: Array<string>, };

/**
 * Asks which months are still owed to head office.
 */
export type MonthsDueQuery = { 
/**
 * Maker's code; empty for all.
 */
principal: string, };

/**
 * One open date that moves.
 */
export type MovedDate = { 
/**
 * What is due, Chinese.
 */
name: string, 
/**
 * Number of the card or repair; empty for a period.
 */
no: string, 
/**
 * Whose machine it is; empty where none is known.
 */
customer: string, 
/**
 * Serial of the machine; empty for an old part without one.
 */
serial: string, 
/**
 * Past due with the installing, and not before.
 */
late: boolean, 
/**
 * The day before; `null` when there was none.
 */
before: string | null, 
/**
 * The day after; `null` when there is none any more.
 */
after: string | null, };

/**
 * Open dates that move.
 */
export type MovedDates = { 
/**
 * How many there are.
 */
total: number, 
/**
 * How many of them are past due at once.
 */
late: number, 
/**
 * The first of them, those past due before the others.
 */
rows: Array<MovedDate>, };

/**
 * The proxy as it is to be.
 */
export type NetworkInput = { 
/**
 * By whom.
 */
proxy: ProxyKind, 
/**
 * `host:port`; of a proxy typed here.
 */
address: string, 
/**
 * User there; empty where it asks for nobody.
 */
user: string, 
/**
 * Password there; absent keeps the one that stands.
 */
password?: string | null, };

/**
 * How head offices are reached. A password is said to be there, never shown.
 */
export type NetworkView = { 
/**
 * By whom.
 */
proxy: ProxyKind, 
/**
 * Address of the proxy typed here.
 */
address: string, 
/**
 * User at that proxy.
 */
user: string, 
/**
 * Whether a password is kept for it.
 */
has_password: boolean, 
/**
 * Authorities added beside the system's.
 */
authorities: Array<AuthorityView>, };

/**
 * Input of a command that takes nothing: `{}`.
 */
export type Nothing = Record<symbol, never>;

/**
 * Something seen that does not refuse the entry: a duplicate serial, a missing phone.
 */
export type Notice = { 
/**
 * Field it is about; may be empty.
 */
field: string, 
/**
 * Stable code.
 */
code: string, 
/**
 * Chinese sentence.
 */
message: string, };

/**
 * The dealer's answer to a notice.
 */
export type NoticeAnswer = "confirmed" | "disputed";

/**
 * A paper another one took the place of.
 */
export type NoticeBefore = { 
/**
 * Head office's number.
 */
no: string, 
/**
 * Its day.
 */
noticed_on: string, 
/**
 * Approved, fen.
 */
approved_fen: number, 
/**
 * Cut, fen.
 */
cut_fen: number, 
/**
 * Deducted, fen.
 */
deduction_fen: number, 
/**
 * How it came here.
 */
source: Source, };

/**
 * The day a confirmed notice was deducted.
 */
export type NoticeDeducted = { 
/**
 * UUID of the claim.
 */
id: string, 
/**
 * Version it was made from (`rev` of the claim as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Day of the deduction.
 */
deducted_on: string, 
/**
 * Amount where the notice named none, and of a correction, fen.
 */
deduction_fen?: number | null, 
/**
 * Why a deduction that stands is put right.
 */
reason: string, };

/**
 * A notice of settlement, typed from a paper of head office.
 */
export type NoticeInput = { 
/**
 * UUID of the claim.
 */
id: string, 
/**
 * Version it was made from (`rev` of the claim as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Head office's number.
 */
no: string, 
/**
 * Its day.
 */
noticed_on: string, 
/**
 * Approved, fen.
 */
approved_fen: number, 
/**
 * Cut, fen.
 */
cut_fen: number, 
/**
 * What it says of the cuts.
 */
cut_note: string, 
/**
 * Deducted from what the dealer owes for goods, fen.
 */
deduction_fen: number, 
/**
 * Day of the deduction, where it says one; one that is still to come counts on its day.
 */
deducted_on?: string | null, 
/**
 * The paper says other sums than the lines, and is put down as it stands.
 */
differs: boolean, };

/**
 * The dealer's answer to a notice.
 */
export type NoticeReply = { 
/**
 * UUID of the claim.
 */
id: string, 
/**
 * Version it was made from (`rev` of the claim as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Confirmed or disputed.
 */
answer: NoticeAnswer, 
/**
 * Day of the answer.
 */
answered_on: string, 
/**
 * The dealer's words; needed when disputed.
 */
note: string, 
/**
 * Day the amount was deducted, where it was not on the notice.
 */
deducted_on?: string | null, };

/**
 * A notice of settlement.
 */
export type NoticeView = { 
/**
 * Head office's number.
 */
no: string, 
/**
 * Its day.
 */
noticed_on: string, 
/**
 * Approved, fen.
 */
approved_fen: number, 
/**
 * Cut, fen.
 */
cut_fen: number, 
/**
 * What it says of the cuts.
 */
cut_note: string, 
/**
 * Deducted from what the dealer owes for goods, fen.
 */
deduction_fen: number, 
/**
 * Day of the deduction.
 */
deducted_on: string | null, 
/**
 * The dealer's answer.
 */
answer: NoticeAnswer | null, 
/**
 * Day of the answer.
 */
answered_on: string | null, 
/**
 * What was answered.
 */
answer_note: string, 
/**
 * How it came here.
 */
source: Source, 
/**
 * It says other sums than the lines: it can be disputed, not confirmed.
 */
differs: boolean, 
/**
 * Every dispute, the first one first.
 */
disputes: Array<DisputeView>, 
/**
 * Papers it took the place of, the first one first.
 */
before: Array<NoticeBefore>, };

/**
 * Moves an old part.
 */
export type OldPartMove = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Where to.
 */
state: OldPartState, 
/**
 * Shelf.
 */
bin: string, 
/**
 * Needed for exits.
 */
reason: string, };

/**
 * Filters the list of old parts.
 */
export type OldPartQuery = { 
/**
 * Tag, part code or name, repair number; empty for all.
 */
term: string, 
/**
 * Maker's code; empty for all.
 */
principal: string, 
/**
 * Only in this state.
 */
state?: OldPartState | null, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * Where an old part is.
 */
export type OldPartState = "tagged" | "in_store" | "sent" | "kept_by_user" | "destroyed" | "lost" | "stays_at_dealer" | "voided";

/**
 * One old part.
 */
export type OldPartView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * Tag number.
 */
tag_no: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * UUID of the repair; `null` for a part held before the first day.
 */
repair_id: string | null, 
/**
 * Number of the repair.
 */
repair_no: string, 
/**
 * Part code.
 */
code: string, 
/**
 * Part name.
 */
name: string, 
/**
 * Specification.
 */
spec: string, 
/**
 * Quantity in thousandths.
 */
qty_milli: number, 
/**
 * Money at risk.
 */
value_fen: number, 
/**
 * Day removed.
 */
removed_on: string, 
/**
 * Last day of its return window, told by lists; `null` when it need not go back or went.
 */
due_on: string | null, 
/**
 * What stands against that day.
 */
doubt: Doubt | null, 
/**
 * Where it is.
 */
state: OldPartState, 
/**
 * Shelf.
 */
bin: string, 
/**
 * Number of its batch.
 */
batch_no: string | null, 
/**
 * What head office says of a sent one, told by lists; `null` while it has said nothing.
 */
standing: PartStanding | null, 
/**
 * Reason of an exit.
 */
reason: string, 
/**
 * Why head office refused it, with the field, while nobody has dealt with that.
 */
returned: string | null, };

/**
 * A record that is still open.
 */
export type OpenPaper = { 
/**
 * UUID.
 */
id: string, 
/**
 * Number.
 */
no: string, 
/**
 * What is the matter.
 */
complaint: string, 
/**
 * Where it stands, in Chinese.
 */
state: string, };

/**
 * A paper of the old machine that is still open.
 */
export type OpenPaperView = { 
/**
 * What it is, Chinese.
 */
what: string, 
/**
 * Its number.
 */
no: string, 
/**
 * What becomes of it, Chinese.
 */
says: string, };

/**
 * A claim still open from before the first day.
 */
export type OpeningClaimInput = { 
/**
 * Number of the claim on the paper.
 */
no: string, 
/**
 * Amount claimed in fen.
 */
amount_fen: number, 
/**
 * Day handed in.
 */
claimed_on: string, 
/**
 * Remark.
 */
note: string, };

/**
 * Writes down what head office decided of a claim from before the first day, or puts it right with a reason.
 */
export type OpeningClaimSettle = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Number of head office's paper.
 */
notice_no: string, 
/**
 * Its day.
 */
settled_on: string, 
/**
 * What it approves, fen.
 */
approved_fen: number, 
/**
 * What is deducted from what the dealer owes for goods, fen; 0 where nothing is.
 */
deduction_fen?: number | null, 
/**
 * Day of the deduction.
 */
deducted_on?: string | null, 
/**
 * Why what stands is put right.
 */
reason: string, };

/**
 * Where it stands.
 */
export type OpeningClaimState = "open" | "settled" | "voided";

/**
 * A claim still open from before the first day.
 */
export type OpeningClaimView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version, for the next change.
 */
rev: number, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Number.
 */
no: string, 
/**
 * Amount in fen.
 */
amount_fen: number, 
/**
 * Day handed in.
 */
claimed_on: string, 
/**
 * Remark.
 */
note: string, 
/**
 * Where it stands.
 */
state: OpeningClaimState, 
/**
 * Where it stands, in words.
 */
state_name: string, 
/**
 * Day of head office's paper.
 */
settled_on: string | null, 
/**
 * Its number.
 */
notice_no: string, 
/**
 * What was approved, fen; absent while nothing was decided.
 */
approved_fen: number | null, 
/**
 * What is deducted from what the dealer owes for goods, fen.
 */
deduction_fen: number, 
/**
 * Day of the deduction.
 */
deducted_on: string | null, 
/**
 * Why it was put right.
 */
reason: string, 
/**
 * Why it was cancelled.
 */
void_reason: string | null, };

/**
 * Opening list of claims.
 */
export type OpeningClaims = { 
/**
 * The same `request_id` never makes a second list.
 */
request_id?: string | null, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The claims.
 */
claims: Array<OpeningClaimInput>, };

/**
 * An old part held before the first day.
 */
export type OpeningPart = { 
/**
 * Repair number on the paper.
 */
repair_no: string, 
/**
 * Part code.
 */
code: string, 
/**
 * Part name.
 */
name: string, 
/**
 * Quantity in thousandths.
 */
qty_milli: number, 
/**
 * Value in fen.
 */
value_fen?: number | null, 
/**
 * Day removed.
 */
removed_on: string, 
/**
 * Shelf.
 */
bin: string, };

/**
 * Opening list of old parts held.
 */
export type OpeningParts = { 
/**
 * The same `request_id` never makes a second list.
 */
request_id?: string | null, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The parts.
 */
parts: Array<OpeningPart>, };

/**
 * Makes or changes somebody.
 */
export type OperatorInput = { 
/**
 * UUID; absent makes somebody new.
 */
id?: string | null, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Name nobody else here has.
 */
name: string, 
/**
 * Role.
 */
role: Role, 
/**
 * A new PIN, 4 to 12 digits; absent or empty keeps. Somebody new needs one.
 */
pin?: string | null, 
/**
 * Has left. Nobody is deleted.
 */
ended?: boolean, };

/**
 * Who sits at the desk now.
 */
export type OperatorNow = { 
/**
 * How the seat stands.
 */
state: SeatState, 
/**
 * Who is signed in, or was when it locked.
 */
operator: OperatorView | null, 
/**
 * Minutes without a key or click after which it locks.
 */
lock_minutes: number, 
/**
 * What has to be said to who is signed in: Chinese sentence.
 */
notice: string | null, };

/**
 * Somebody at the desk.
 */
export type OperatorView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Role.
 */
role: Role, 
/**
 * Role, Chinese.
 */
role_name: string, 
/**
 * When the operator left, UTC ms; `null` while here.
 */
ended_at: number | null, 
/**
 * How many times it was saved.
 */
rev: number, };

/**
 * How many lines each filter of the ledger would show.
 */
export type OutboxCounts = { 
/**
 * By state.
 */
states: Array<Counted>, 
/**
 * By kind.
 */
kinds: Array<Counted>, };

/**
 * One line of the ledger.
 */
export type OutboxLineInput = { 
/**
 * Its number on this desk.
 */
line: number, };

/**
 * Filters the submission ledger.
 */
export type OutboxQuery = { 
/**
 * Maker's code; empty for all.
 */
principal: string, 
/**
 * `open` (not with head office), `waiting`, `returned` (refused, and nobody dealt with it), `overdue`, one state as it
 * stands (`pending`, `inflight`, `acked`, `rejected`, `deferred`), or empty for all.
 */
state: string, 
/**
 * Kind of record; empty for all.
 */
kind: string, 
/**
 * Month it was saved in, `2026-11`; empty for all.
 */
month: string, 
/**
 * Part of its number or title.
 */
term: string, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * One line of the submission ledger.
 */
export type OutboxRow = { 
/**
 * Number of the line on this desk.
 */
line: number, 
/**
 * Number of the line in its stream.
 */
seq: number, 
/**
 * UUID of the record.
 */
record_id: string, 
/**
 * UUID to open it by: a card is shown with its sale; absent for a reversal.
 */
opens: string | null, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * `card`, `repair`, `part`, `report`, `reversal`.
 */
kind: string, 
/**
 * Version of the record.
 */
rev: number, 
/**
 * Human number of the record.
 */
no: string, 
/**
 * One line about it.
 */
title: string, 
/**
 * `pending`, `inflight`, `deferred`, `rejected`, `acked`, `superseded`.
 */
state: string, 
/**
 * When it was saved, UTC ms.
 */
created_at: number, 
/**
 * How often it was tried.
 */
attempts: number, 
/**
 * Why it is not through, in Chinese.
 */
reason: string | null, 
/**
 * Field head office named, in the words of the form.
 */
field: string | null, 
/**
 * The same as head office wrote it, e.g. `unit.serial`: where the form opens.
 */
place: string | null, 
/**
 * It came back, and nobody has dealt with that.
 */
returned: boolean, 
/**
 * It can go again as it is.
 */
again: boolean, 
/**
 * Refused because the user did not agree to share personal data: nobody's mistake (OUTLEDGER-3).
 */
consent: boolean, 
/**
 * Receipt number.
 */
receipt_no: string | null, 
/**
 * When head office received it, UTC ms.
 */
received_at: number | null, };

/**
 * Installs a pack that was looked at.
 */
export type PackInstall = { 
/**
 * What was looked at.
 */
source: PackSource, 
/**
 * Hash of the file that was looked at.
 */
sha256: string, 
/**
 * What it was compared with.
 */
base: string, 
/**
 * Who installs it.
 */
by: string, };

/**
 * What a pack would change. Nothing is installed.
 */
export type PackPreview = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Maker's name.
 */
principal_name: string, 
/**
 * Name of the pack.
 */
pack: string, 
/**
 * Version.
 */
version: string, 
/**
 * Chinese title.
 */
title: string, 
/**
 * First day.
 */
effective_from: string, 
/**
 * Last day.
 */
effective_to: string | null, 
/**
 * SHA-256 of the file: goes into `policy_install`.
 */
sha256: string, 
/**
 * What it is compared with, and must still be so at installing; empty when the maker has no pack.
 */
base: string, 
/**
 * Rules in it, and how many keep their tick.
 */
rules: number, 
/**
 * Rules whose exact words were ticked before.
 */
checked: number, 
/**
 * What differs in its head.
 */
head: Array<string>, 
/**
 * Rules that differ.
 */
changes: Array<ChangedRule>, 
/**
 * Rules that promise less than a statute.
 */
findings: Array<FindingView>, 
/**
 * What a person should know before.
 */
notes: Array<string>, 
/**
 * Open dates that move.
 */
moves: MovedDates, };

/**
 * One pack.
 */
export type PackRow = { 
/**
 * Names it in `policy_show`.
 */
id: string, 
/**
 * Name, e.g. `S0-farm`.
 */
pack: string, 
/**
 * Version.
 */
version: string, 
/**
 * Chinese title.
 */
title: string, 
/**
 * Statute or contract.
 */
kind: "statutory" | "contract", 
/**
 * Code of the maker it was installed for; empty for those of the program.
 */
principal: string, 
/**
 * First day.
 */
effective_from: string, 
/**
 * Last day.
 */
effective_to: string | null, 
/**
 * Where from.
 */
origin: LawOrigin, 
/**
 * Who installed it; empty for those of the program.
 */
installed_by: string, 
/**
 * When, UTC ms.
 */
installed_at: number | null, 
/**
 * Whether it is used.
 */
state: PackState, 
/**
 * Makers judged by it today, directly or as their floor.
 */
used_by: Array<string>, 
/**
 * Rules in it.
 */
rules: number, 
/**
 * Rules a person compared with their source.
 */
checked: number, 
/**
 * Rules a checked statutory rule overrules.
 */
overruled: number, };

/**
 * A pack to look at: a file with its seal, or what head office sent.
 */
export type PackSource = { 
/**
 * Maker's code; may be empty for a message, which names its maker.
 */
principal: string, 
/**
 * Path of the pack's file.
 */
file: string, 
/**
 * Path of its seal; empty looks beside the file, under its name with `.seal` after it.
 */
seal: string, 
/**
 * Or the id of head office's message.
 */
item: string, 
/**
 * The page's name for looking at what moves.
 */
task?: string | null, };

/**
 * Whether a pack is used.
 */
export type PackState = "in_force" | "coming" | "expired" | "superseded" | "unused";

/**
 * A pack, rule by rule.
 */
export type PackView = { 
/**
 * The pack.
 */
pack: PackRow, 
/**
 * Statutory packs it stands on.
 */
stands_on: Array<string>, 
/**
 * Its rules in the order of the file.
 */
rules: Array<RuleView>, 
/**
 * What the contract form leaves blank.
 */
blanks: Array<string>, };

/**
 * A part in a box, or one that lies in none.
 */
export type PackedView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Tag number.
 */
tag_no: string, 
/**
 * Part code.
 */
code: string, 
/**
 * Part name.
 */
name: string, 
/**
 * Quantity in thousandths.
 */
qty_milli: number, 
/**
 * Money at risk.
 */
value_fen: number, 
/**
 * Number of the box; 0 for one that lies in none.
 */
box_no: number, 
/**
 * Where it is.
 */
state: OldPartState, 
/**
 * Shelf.
 */
bin: string, 
/**
 * Last day of its return window.
 */
due_on: string | null, 
/**
 * What stands against that day.
 */
doubt: Doubt | null, };

/**
 * Begins a packing.
 */
export type PackingDraft = { 
/**
 * The same `request_id` never makes a second packing.
 */
request_id?: string | null, 
/**
 * Maker's code.
 */
principal: string, };

/**
 * Asks for packings of one maker, of all without a code.
 */
export type PackingQuery = { 
/**
 * Maker's code; empty means all.
 */
principal: string, };

/**
 * A packing in a list.
 */
export type PackingRow = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * Number, which the batch keeps.
 */
no: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Where it stands.
 */
state: PackingState, 
/**
 * Day it was begun.
 */
opened_on: string, 
/**
 * Parts in it.
 */
parts: number, 
/**
 * Boxes with something in them.
 */
boxes: number, 
/**
 * Number of the seal.
 */
seal_no: string, 
/**
 * Gross weight in grams.
 */
weight_g: number | null, };

/**
 * Puts a part into a box by its tag.
 */
export type PackingScan = { 
/**
 * UUID of the packing.
 */
id: string, 
/**
 * Tag as scanned.
 */
tag_no: string, 
/**
 * Number of the box, from 1.
 */
box_no: number, };

/**
 * Closes the boxes.
 */
export type PackingSeal = { 
/**
 * UUID of the packing.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Gross weight in grams.
 */
weight_g?: number | null, 
/**
 * Number of the seal.
 */
seal_no: string, };

/**
 * Sends a sealed packing.
 */
export type PackingSend = { 
/**
 * The same `request_id` never sends twice.
 */
request_id?: string | null, 
/**
 * UUID of the packing.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * It goes back with a delivery truck: no carrier, no waybill.
 */
by_truck: boolean, 
/**
 * Carrier.
 */
carrier: string, 
/**
 * Waybill number.
 */
waybill_no: string, 
/**
 * Who pays the freight.
 */
freight_payer: string, 
/**
 * Day sent.
 */
sent_on: string, };

/**
 * Where a packing stands.
 */
export type PackingState = "open" | "sealed" | "sent" | "dissolved";

/**
 * Takes a part out of its box.
 */
export type PackingTakeOut = { 
/**
 * UUID of the packing.
 */
id: string, 
/**
 * Tag of the part.
 */
tag_no: string, };

/**
 * A packing with its boxes, and what is not in them.
 */
export type PackingView = { 
/**
 * The packing itself.
 */
packing: PackingRow, 
/**
 * What lies in it, by box.
 */
parts: Array<PackedView>, 
/**
 * Parts of this maker that still go back and lie in no box, the oldest first; not more than a page.
 */
left: Array<PackedView>, 
/**
 * How many of these there are.
 */
left_total: number, };

/**
 * One page of a list.
 */
export type Page<T> = { 
/**
 * The rows.
 */
rows: Array<T>, 
/**
 * Rows that match altogether, as far as they were looked for.
 */
total: number, 
/**
 * There may be more than `total`: a count ends at 10,000, a search at the first few hundred.
 */
at_least?: boolean, };

/**
 * Who paid the freight first.
 */
export type PaidBy = "dealer" | "maker";

/**
 * How a paper stands.
 */
export type PaperState = "here" | "missing" | "waived";

/**
 * A paper of a case.
 */
export type PaperView = { 
/**
 * Which.
 */
paper: Evidence, 
/**
 * Its Chinese name.
 */
name: string, 
/**
 * How it stands.
 */
state: PaperState, 
/**
 * Who agreed to do without it.
 */
who: string, 
/**
 * What is missing, or why it is waived.
 */
why: string, 
/**
 * What was said of it before, Chinese, the earlier first.
 */
earlier: Array<string>, };

/**
 * Adds or changes a part of the price list; the code decides which. A field left out keeps what stands, `null` and an
 * empty text clear.
 */
export type PartInput = { 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * Specification.
 */
spec: string, 
/**
 * Unit of count.
 */
unit: string, 
/**
 * Price ex works in fen.
 */
price_fen?: number | null, 
/**
 * Market supply price in fen.
 */
market_price_fen?: number | null, 
/**
 * 三包件 or 易损件.
 */
kind?: PartKind | null, 
/**
 * Whether the old part must go back.
 */
return_required?: boolean | null, };

/**
 * Whether a part is covered like a main part or wears out.
 */
export type PartKind = "warranty" | "wear";

/**
 * What head office says of one part.
 */
export type PartResultLine = { 
/**
 * Tag of the part.
 */
tag_no: string, 
/**
 * Received, thousandths.
 */
received_milli: number, 
/**
 * Another part than the list says, thousandths; absent means none.
 */
wrong_milli?: number | null, 
/**
 * The verdict, when it was inspected.
 */
verdict?: PartVerdict | null, 
/**
 * What becomes of it.
 */
disposal?: Disposal | null, };

/**
 * Filters the parts head office said something of.
 */
export type PartResultQuery = { 
/**
 * Maker's code; empty for all.
 */
principal: string, 
/**
 * Only what somebody has to do something about.
 */
open: boolean, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * A sent part, and what head office says of it.
 */
export type PartResultView = { 
/**
 * UUID of the part.
 */
id: string, 
/**
 * Version of the result, 0 while head office has said nothing; a change carries it.
 */
rev: number, 
/**
 * Tag number.
 */
tag_no: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Number of its batch.
 */
batch_no: string, 
/**
 * Box.
 */
box_no: string, 
/**
 * Number of the repair.
 */
repair_no: string, 
/**
 * Part code.
 */
code: string, 
/**
 * Part name.
 */
name: string, 
/**
 * Money at risk.
 */
value_fen: number, 
/**
 * Sent, thousandths.
 */
sent_milli: number, 
/**
 * Received, thousandths.
 */
received_milli: number | null, 
/**
 * Missing, thousandths.
 */
short_milli: number, 
/**
 * Another part than the list says, thousandths.
 */
wrong_milli: number, 
/**
 * The verdict.
 */
verdict: PartVerdict | null, 
/**
 * What becomes of it.
 */
disposal: Disposal | null, 
/**
 * Who inspected it.
 */
judged_by: string, 
/**
 * When.
 */
judged_on: string | null, 
/**
 * Where it stands.
 */
standing: PartStanding, 
/**
 * In Chinese.
 */
standing_name: string, 
/**
 * Somebody has to do something about it.
 */
open: boolean, 
/**
 * How it came here.
 */
source: Source | null, 
/**
 * How a shortage was settled.
 */
settlement: Settlement | null, 
/**
 * Why.
 */
settle_reason: string, 
/**
 * When.
 */
settled_on: string | null, 
/**
 * How pieces that are another part were settled.
 */
wrong_settlement: Settlement | null, 
/**
 * Why.
 */
wrong_reason: string, 
/**
 * When.
 */
wrong_settled_on: string | null, 
/**
 * Why the verdict is disputed.
 */
dispute: string, 
/**
 * When.
 */
disputed_on: string | null, 
/**
 * What head office answered.
 */
answer: string, 
/**
 * When.
 */
answered_on: string | null, 
/**
 * What may be done about it now.
 */
steps: Array<SettleHow>, };

/**
 * Receipt and inspection of a batch, typed from head office's paper; typed here, not signed.
 */
export type PartResultsInput = { 
/**
 * UUID of the batch.
 */
id: string, 
/**
 * The parts; all or none are taken.
 */
lines: Array<PartResultLine>, 
/**
 * Who inspected them.
 */
judged_by: string, 
/**
 * When.
 */
judged_on?: string | null, 
/**
 * Why something typed here is typed again; empty the first time.
 */
reason: string, };

/**
 * One step about a shortage or a verdict.
 */
export type PartSettle = { 
/**
 * UUID of the part.
 */
id: string, 
/**
 * Version it was made from (`rev` of the result as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Which step.
 */
how: SettleHow, 
/**
 * Why, or what head office answered.
 */
reason: string, 
/**
 * The new verdict, of a changed one.
 */
verdict?: PartVerdict | null, 
/**
 * What then becomes of it.
 */
disposal?: Disposal | null, };

/**
 * Where a sent part stands.
 */
export type PartStanding = "sent" | "short" | "wrong_part" | "received" | "covered" | "not_covered" | "usable" | "scrap" | "returned" | "disputed" | "lost";

/**
 * What an old part is found to be (鉴定结论).
 */
export type PartVerdict = "covered" | "not_covered" | "misuse";

/**
 * A part of the price list.
 */
export type PartView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * Specification.
 */
spec: string, 
/**
 * Unit of count.
 */
unit: string, 
/**
 * Price ex works in fen.
 */
price_fen: number | null, 
/**
 * Market supply price in fen.
 */
market_price_fen: number | null, 
/**
 * 三包件 or 易损件.
 */
kind: PartKind | null, 
/**
 * Whether the old part must go back.
 */
return_required: boolean | null, };

/**
 * Corrects the paper of a batch.
 */
export type PartsBatchAmend = { 
/**
 * UUID of the batch.
 */
id: string, 
/**
 * Version it was made from (`rev` of the batch as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Why; head office reads it.
 */
reason: string, 
/**
 * Boxes; absent keeps.
 */
boxes?: number | null, 
/**
 * Gross weight in grams; absent keeps, `null` clears.
 */
weight_g?: number | null, 
/**
 * Carrier; absent keeps, empty clears.
 */
carrier?: string | null, 
/**
 * Waybill number; absent keeps, empty clears.
 */
waybill_no?: string | null, 
/**
 * Who pays the freight; absent keeps, empty clears.
 */
freight_payer?: string | null, 
/**
 * Day sent; absent keeps.
 */
sent_on?: string | null, };

/**
 * Sends old parts with a waybill.
 */
export type PartsBatchDraft = { 
/**
 * The same `request_id` never makes a second batch.
 */
request_id?: string | null, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * UUIDs of the parts.
 */
parts: Array<string>, 
/**
 * Boxes.
 */
boxes: number, 
/**
 * Gross weight in grams.
 */
weight_g?: number | null, 
/**
 * Carrier.
 */
carrier: string, 
/**
 * Waybill number.
 */
waybill_no: string, 
/**
 * Who pays the freight.
 */
freight_payer: string, 
/**
 * Day sent.
 */
sent_on: string, };

/**
 * A batch of old parts.
 */
export type PartsBatchView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version; a correction carries it.
 */
rev: number, 
/**
 * Number.
 */
no: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Parts in it.
 */
parts: number, 
/**
 * What became of their pieces.
 */
pieces: PiecesView, 
/**
 * Boxes.
 */
boxes: number, 
/**
 * Gross weight in grams.
 */
weight_g: number | null, 
/**
 * Number of the seal, when it was packed by boxes.
 */
seal_no: string, 
/**
 * Carrier.
 */
carrier: string, 
/**
 * Waybill number.
 */
waybill_no: string, 
/**
 * Who pays the freight.
 */
freight_payer: string, 
/**
 * Day sent.
 */
sent_on: string, };

/**
 * Asks for the packing list of a batch as a workbook.
 */
export type PartsSheetInput = { 
/**
 * UUID of the batch, or of a sealed packing.
 */
id: string, 
/**
 * Folder; absent means the desk's own.
 */
dir?: string | null, };

/**
 * A line of the account, as typed from its paper.
 */
export type PayableInput = { 
/**
 * The same `request_id` never makes a second line.
 */
request_id?: string | null, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Its day.
 */
on: string, 
/**
 * What it is.
 */
kind: PayableKind, 
/**
 * The amount on the paper, fen.
 */
fen: number, 
/**
 * Number of the paper.
 */
paper_no: string, 
/**
 * Of freight: what it was for.
 */
cause?: FreightCause | null, 
/**
 * Of freight: who paid it first.
 */
paid_by?: PaidBy | null, 
/**
 * Of stock the dealer dismantled: what restoring it costs, fen.
 */
labour_fen?: number | null, 
/**
 * Remark.
 */
note: string, };

/**
 * What a line is.
 */
export type PayableKind = "opening" | "goods" | "payment" | "deduction" | "service_fee" | "freight" | "other_up" | "other_down";

/**
 * Asks for the account with a maker.
 */
export type PayableQuery = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * A line of the account.
 */
export type PayableRow = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * Its day.
 */
on: string, 
/**
 * What it is.
 */
kind: PayableKind, 
/**
 * Its Chinese name, with the cause of freight.
 */
kind_name: string, 
/**
 * The amount on the paper, fen.
 */
fen: number, 
/**
 * Of stock the dealer dismantled: what restoring it costs, fen.
 */
labour_fen: number | null, 
/**
 * What it adds to what is owed, fen; below zero when it takes away.
 */
effect_fen: number, 
/**
 * What is owed after it, fen; `null` of a line by itself.
 */
balance_fen: number | null, 
/**
 * Number of the paper.
 */
paper_no: string, 
/**
 * Remark.
 */
note: string, 
/**
 * The rule's computation in a sentence; empty where no rule was asked.
 */
reason: string, 
/**
 * Its rule and version.
 */
rule_version: string, 
/**
 * A notice of settlement made it: it is not cancelled by hand.
 */
by_notice: boolean, 
/**
 * Why it was cancelled.
 */
void_reason: string | null, };

/**
 * Lines of one kind that stand.
 */
export type PayableSumView = { 
/**
 * The kind.
 */
kind: PayableKind, 
/**
 * Its Chinese name.
 */
kind_name: string, 
/**
 * How many.
 */
lines: number, 
/**
 * What they add to what is owed, fen.
 */
effect_fen: number, };

/**
 * The account with a maker.
 */
export type PayableView = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Its name.
 */
principal_name: string, 
/**
 * What is owed now, fen; below zero when the maker owes.
 */
owed_fen: number, 
/**
 * By kind, in the order of the form.
 */
sums: Array<PayableSumView>, 
/**
 * Lines, the newest first.
 */
rows: Array<PayableRow>, 
/**
 * How many lines there are.
 */
total: number, };

/**
 * Who pays (M18).
 */
export type Payer = "paid" | "contract" | "warranty" | "internal";

/**
 * What a photograph shows.
 */
export type PhotoTag = "body" | "plate" | "fault_place" | "old_part" | "site" | "proof" | "signed_paper";

/**
 * What came of adding photographs.
 */
export type PhotosAdded = { 
/**
 * The record's photographs and signatures now.
 */
list: AttachmentList, 
/**
 * How many were added.
 */
added: number, 
/**
 * How many were there already.
 */
known: number, 
/**
 * Files that were not taken.
 */
refused: Array<FileRefused>, };

/**
 * Adds photographs to a record.
 */
export type PhotosInput = { 
/**
 * The same `request_id` never adds twice.
 */
request_id?: string | null, 
/**
 * What kind of record.
 */
subject: AttachedTo, 
/**
 * UUID of the record.
 */
id: string, 
/**
 * Paths of the files; what is no photograph is refused by itself, the others are taken.
 */
paths: Array<string>, 
/**
 * What they show.
 */
tag?: PhotoTag | null, 
/**
 * Words beside them.
 */
caption: string, 
/**
 * Field of an entry they are of.
 */
field: string, 
/**
 * Names the work, for `task_show` and `task_stop`.
 */
task?: string | null, };

/**
 * Names one picture.
 */
export type PictureQuery = { 
/**
 * UUID of the photograph or signature.
 */
id: string, 
/**
 * The picture itself; otherwise the small one.
 */
whole: boolean, };

/**
 * A picture.
 */
export type PictureView = { 
/**
 * Kind of the file, e.g. `image/jpeg`.
 */
mime: string, 
/**
 * The file, Base64.
 */
data: string, };

/**
 * Pieces of a batch, in thousandths: sent is waiting, received, short and wrong together.
 */
export type PiecesView = { 
/**
 * Sent.
 */
sent_milli: number, 
/**
 * Head office has said nothing of these.
 */
waiting_milli: number, 
/**
 * Received.
 */
received_milli: number, 
/**
 * Missing.
 */
short_milli: number, 
/**
 * Another part than the list says.
 */
wrong_milli: number, 
/**
 * Parts somebody has to do something about.
 */
open: number, };

/**
 * One's own new PIN.
 */
export type PinInput = { 
/**
 * The PIN until now.
 */
pin: string, 
/**
 * The new one.
 */
new_pin: string, };

/**
 * A point of a stroke.
 */
export type Point = { 
/**
 * From the left, in pixels of the pad.
 */
x: number, 
/**
 * From above.
 */
y: number, 
/**
 * Milliseconds since the first point.
 */
t: number, };

/**
 * Everything dates and amounts are computed from.
 */
export type PolicyShelf = { 
/**
 * Which pack each maker has today.
 */
makers: Array<MakerPolicy>, 
/**
 * Every pack, those in use first.
 */
packs: Array<PackRow>, 
/**
 * What head office sent and nobody has applied yet.
 */
waiting: Array<WaitingLaw>, 
/**
 * Published years, newest first.
 */
calendars: Array<CalendarRow>, 
/**
 * Days and periods are being computed by new packs or calendars; `null` when that is done.
 */
computing: LawBehind | null, };

/**
 * Previews one sheet.
 */
export type PreviewInput = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month.
 */
month: string, 
/**
 * Key, e.g. `W01`.
 */
key: string, 
/**
 * The dealer's own whole copy; absent shows what is sent (MONTH-4).
 */
whole: boolean, 
/**
 * The first row shown, counted from 0; absent begins with the first.
 */
from?: number | null, };

/**
 * Adds or changes a maker; the code decides which.
 */
export type PrincipalInput = { 
/**
 * Code: 1–12 capital letters and digits.
 */
code: string, 
/**
 * Name as ledgers write it.
 */
name: string, 
/**
 * Starter pack, e.g. `S0-farm`; empty keeps the one chosen before. A new maker has none until somebody chooses.
 */
policy: string, 
/**
 * The dealer's account code there; absent keeps.
 */
dealer_account: string, };

/**
 * A maker.
 */
export type PrincipalView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * Pack and version in force today; empty when nobody chose one.
 */
policy: string, 
/**
 * The pack in force is an example of a contract, which no maker signed.
 */
sample: boolean, 
/**
 * Its rules that nobody compared with their source.
 */
unchecked: number, 
/**
 * Starter pack chosen by hand: what holds where head office sent none; empty when nobody chose one.
 */
starter: string, 
/**
 * Whether this desk is enrolled at its head office.
 */
enrolled: boolean, 
/**
 * Head office's address; empty before enrolment.
 */
head_office_url: string, 
/**
 * The dealer's account code there.
 */
dealer_account: string, 
/**
 * The dealer's code at that head office; empty before enrolment.
 */
dealer_code: string, 
/**
 * The dealer's name at that head office; empty before enrolment.
 */
dealer_name: string, 
/**
 * SHA-256 of the key this desk checks head office's receipts by, in fours, to be compared over the telephone; empty before enrolment.
 */
office_key: string, };

/**
 * Prints a paper again as it was.
 */
export type PrintAgain = { 
/**
 * UUID of the printing.
 */
id: string, 
/**
 * Folder; absent for the desk's own.
 */
dir?: string | null, };

/**
 * Whose copy it is (联次).
 */
export type PrintCopy = "user" | "dealer" | "maker";

/**
 * A file to be printed.
 */
export type PrintFile = { 
/**
 * What was printed.
 */
run: PrintView, 
/**
 * Path of the file.
 */
path: string, };

/**
 * Prints a paper. The same content again is the same printing: a second click makes no second one.
 */
export type PrintMake = { 
/**
 * Which paper.
 */
paper: PrintPaper, 
/**
 * UUIDs of what it is about: one sale, repair, receipt, call or batch; of labels as many old parts as wanted.
 */
ids: Array<string>, 
/**
 * Copies; absent for all that the paper has.
 */
copies?: Array<PrintCopy> | null, 
/**
 * Sheet of a receipt or a job card; absent for the paper's own.
 */
size?: PrintSize | null, 
/**
 * Folder; absent for the desk's own.
 */
dir?: string | null, };

/**
 * A paper the desk prints.
 */
export type PrintPaper = "receipt_card" | "repair_record" | "custody_receipt" | "job_card" | "tag_labels" | "tag_sheet" | "packing_list" | "form_entry";

/**
 * The sheet a paper is set on, where it comes in two.
 */
export type PrintSize = "a4" | "a5";

/**
 * A paper that was printed.
 */
export type PrintView = { 
/**
 * UUID of the printing.
 */
id: string, 
/**
 * The paper.
 */
paper: string, 
/**
 * Its name.
 */
title: string, 
/**
 * Number of the record.
 */
no: string, 
/**
 * Copies on it.
 */
copies: Array<PrintCopy>, 
/**
 * Pages.
 */
pages: number, 
/**
 * Hash of the file.
 */
sha256: string, 
/**
 * Characters the font does not have, each by name: on the paper they are empty boxes.
 */
missing: Array<string>, 
/**
 * When it was first made.
 */
made_at: number, 
/**
 * When it was last printed.
 */
printed_at: number, 
/**
 * How often it was printed; from the second time on it is printed again (补打).
 */
times: number, 
/**
 * Reports: size of the smallest letters on the paper, thousandths of a point.
 */
letters_milli: number | null, 
/**
 * Reports: formulas of a head office's own form that only a spreadsheet computes; their cells are empty on the paper.
 */
uncounted: number, 
/**
 * Reports: what hangs on a head office's own form and is not on the paper (charts, shapes, pictures of other kinds), each with its place.
 */
undrawn: Array<string>, };

/**
 * A day that was promised.
 */
export type PromiseView = { 
/**
 * The day; `null` where a promise was withdrawn.
 */
on: string | null, 
/**
 * Why it is not the one before.
 */
reason: string, 
/**
 * When it was put in, UTC ms.
 */
entered_at: number, };

/**
 * Who passes requests to head offices on.
 */
export type ProxyKind = "system" | "direct" | "by_hand";

/**
 * A quarter with cards nobody counted.
 */
export type QuarterOwed = { 
/**
 * The quarter, `2026Q3`.
 */
quarter: string, 
/**
 * As people write it.
 */
quarter_name: string, 
/**
 * Its cards.
 */
cards: number, };

/**
 * So many of so many.
 */
export type RateCount = { 
/**
 * Whose: a technician, a model, a month; empty of the whole.
 */
name: string, 
/**
 * What counts.
 */
done: number, 
/**
 * Of all.
 */
total: number, 
/**
 * In hundredths of a percent; `null` of nothing.
 */
rate: number | null, 
/**
 * As it reads; `无` of nothing.
 */
says: string, };

/**
 * Repairs of a claim whose cost was computed by the same prices.
 */
export type RateLineView = { 
/**
 * Which cost.
 */
kind: FeeField, 
/**
 * Name of the rule's result.
 */
label: string, 
/**
 * Its prices, in words.
 */
prices: string, 
/**
 * Pack and version.
 */
rule_version: string, 
/**
 * First day of completion.
 */
first_on: string, 
/**
 * Last day of completion.
 */
last_on: string, 
/**
 * How many repairs.
 */
repairs: number, 
/**
 * What the rule says of them, fen.
 */
fen: number, };

/**
 * One rate of a month.
 */
export type RateRow = { 
/**
 * Name of the figure.
 */
id: string, 
/**
 * Which figure.
 */
indicator: Indicator, 
/**
 * What it is called, Chinese.
 */
label: string, 
/**
 * What its first count is called, Chinese.
 */
done_word: string, 
/**
 * What its second count is called, Chinese.
 */
total_word: string, 
/**
 * The counts.
 */
whole: RateCount, 
/**
 * The limit as it reads; empty where there is none.
 */
limit: string, 
/**
 * Whether it is kept; `null` where nobody says so.
 */
kept: boolean | null, 
/**
 * The whole reason, Chinese.
 */
sentence: string, 
/**
 * What is worth knowing beside it, Chinese; empty where nothing is.
 */
more: string, 
/**
 * The maker's rule, where one judged it.
 */
standing: StandingView | null, 
/**
 * By technician, the most first; empty where it is of no technician.
 */
technicians: Array<RateCount>, 
/**
 * By model, the most first; empty where it is of no model.
 */
models: Array<RateCount>, 
/**
 * This month and those before it, the earliest first.
 */
months: Array<RateCount>, };

/**
 * What a meter showed at a repair.
 */
export type ReadingView = { 
/**
 * UUID of the repair.
 */
repair_id: string, 
/**
 * Its number.
 */
no: string, 
/**
 * Day it was read.
 */
on: string, 
/**
 * What it showed, in thousandths.
 */
shown_milli: number, 
/**
 * What it counts.
 */
unit: UsageUnit, 
/**
 * It is the first reading of a new meter.
 */
new_meter: boolean, };

/**
 * How a receipt would read.
 */
export type ReceiptCheck = { 
/**
 * The receipt.
 */
receipt: ReceiptView, 
/**
 * The maker's rules do not say how it is paid: the clerk chooses.
 */
way_open: boolean, 
/**
 * Why it cannot be made as it stands.
 */
problems: Array<Notice>, };

/**
 * Receipts of a day that stand.
 */
export type ReceiptDayView = { 
/**
 * The day.
 */
on: string, 
/**
 * How many.
 */
receipts: number, 
/**
 * What they come to, fen.
 */
fen: number, 
/**
 * What of it is paid, fen.
 */
paid_fen: number, };

/**
 * A receipt, as asked for.
 */
export type ReceiptDraft = { 
/**
 * The same `request_id` never makes a second receipt.
 */
request_id?: string | null, 
/**
 * UUID of the repair.
 */
repair: string, 
/**
 * What the clerk saw, fen: refused when the repair comes to another sum by now.
 */
total_fen: number, 
/**
 * How it is paid, where the maker's rules do not say.
 */
way?: Way | null, 
/**
 * Day of the payment, when it is paid already.
 */
paid_on?: string | null, 
/**
 * Number of the invoice, when there is one.
 */
invoice_no: string, 
/**
 * Day of the invoice.
 */
invoice_on?: string | null, 
/**
 * Remark.
 */
note: string, };

/**
 * A paid service receipt, as its repair names it.
 */
export type ReceiptMark = { 
/**
 * UUID.
 */
id: string, 
/**
 * Number.
 */
no: string, };

/**
 * Receipts, of a month or of all.
 */
export type ReceiptPage = { 
/**
 * The receipts, the newest first.
 */
rows: Array<ReceiptView>, 
/**
 * How many there are.
 */
total: number, 
/**
 * Sums by day, the newest first; of all months the last so many days.
 */
days: Array<ReceiptDayView>, };

/**
 * Filters the list of receipts.
 */
export type ReceiptQuery = { 
/**
 * Maker's code; empty for all.
 */
principal: string, 
/**
 * Month of the service, `YYYY-MM`; empty for all.
 */
month: string, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * Asks for the jobs the user pays that have no receipt.
 */
export type ReceiptReadyQuery = { 
/**
 * Maker's code; empty means all.
 */
principal: string, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * A job the user pays, without a receipt.
 */
export type ReceiptReadyRow = { 
/**
 * UUID of the repair.
 */
id: string, 
/**
 * Its number.
 */
no: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Customer.
 */
customer: string, 
/**
 * Model code.
 */
model: string, 
/**
 * Day it was done.
 */
done_on: string | null, 
/**
 * What it comes to, fen.
 */
total_fen: number, };

/**
 * Invoice and payment of a receipt, as far as they are known now.
 */
export type ReceiptSettle = { 
/**
 * UUID of the receipt.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Day of the payment.
 */
paid_on?: string | null, 
/**
 * Number of the invoice.
 */
invoice_no: string, 
/**
 * Day of the invoice.
 */
invoice_on?: string | null, };

/**
 * A receipt.
 */
export type ReceiptView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * Number; empty of one that is only looked at.
 */
no: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * UUID of the repair.
 */
repair_id: string, 
/**
 * Its number.
 */
repair_no: string, 
/**
 * Customer.
 */
customer: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * Model code.
 */
model: string, 
/**
 * Serial.
 */
serial: string, 
/**
 * Day of the service.
 */
done_on: string, 
/**
 * Wage, fen.
 */
wage_fen: number, 
/**
 * Travel, fen.
 */
travel_fen: number, 
/**
 * Parts, fen.
 */
parts_fen: number, 
/**
 * Other, fen.
 */
other_fen: number, 
/**
 * Everything, fen.
 */
total_fen: number, 
/**
 * Everything, in capitals.
 */
capitals: string, 
/**
 * The user's own fault within the period: parts at head office's list.
 */
user_fault: boolean, 
/**
 * Its parts.
 */
parts: Array<SoldPartView>, 
/**
 * How it is paid.
 */
way: Way, 
/**
 * Its Chinese name.
 */
way_name: string, 
/**
 * What the maker's rule said of it; empty where the clerk chose.
 */
way_reason: string, 
/**
 * Day of the payment.
 */
paid_on: string | null, 
/**
 * Number of the invoice.
 */
invoice_no: string, 
/**
 * Day of the invoice.
 */
invoice_on: string | null, 
/**
 * Whether the maker's rules leave replaced parts with the user.
 */
old_parts_stay: boolean, 
/**
 * Remark.
 */
note: string, 
/**
 * Why it was cancelled.
 */
void_reason: string | null, };

/**
 * An amount by a formula.
 */
export type ReckonedView = { 
/**
 * The amount, fen.
 */
fen: number, 
/**
 * The computation, one sentence a step.
 */
steps: Array<string>, 
/**
 * Pack and version; empty where there is no formula.
 */
rule_version: string, 
/**
 * Where the rule stands.
 */
source: string, 
/**
 * Whether a person compared it with its source.
 */
checked: boolean, };

/**
 * A month beside what head office holds of it.
 */
export type Reconciled = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month, `YYYY-MM`, by head office's receipts.
 */
month: string, 
/**
 * Records this desk has receipts for.
 */
ours: number, 
/**
 * Records head office holds in their places.
 */
theirs: number, 
/**
 * Digest of ours.
 */
digest: string, 
/**
 * Digest of what head office holds in their places.
 */
their_digest: string, 
/**
 * What head office does not hold as this desk sent it.
 */
unlike: Array<UnlikeRow>, 
/**
 * The whole in one line, with the next step.
 */
sentence: string, };

/**
 * Names a record of the desk.
 */
export type RecordRef = { 
/**
 * `customer`, `unit`, `call`, `repair`, `sale`, `part`, `principal`, `technician` or `form:KEY`.
 */
kind: string, 
/**
 * UUID, or the name of a technician.
 */
id: string, };

/**
 * Asks what was reported of a record.
 */
export type RecordReportedInput = { 
/**
 * What it is.
 */
noun: ReportedNoun, 
/**
 * UUID of the record.
 */
id: string, };

/**
 * A recovery code, shown once.
 */
export type RecoveryCodeView = { 
/**
 * Its groups.
 */
groups: Array<string>, };

/**
 * A page to print that is not kept.
 */
export type RecoveryPage = { 
/**
 * Where the file lies until the code was typed back.
 */
path: string, };

/**
 * A record a reference can name.
 */
export type RefHit = { 
/**
 * UUID, or the name of a technician.
 */
id: string, 
/**
 * Number, serial or name.
 */
no: string, 
/**
 * In one line.
 */
title: string, 
/**
 * A second line.
 */
detail: string, };

/**
 * What a reference names.
 */
export type RefName = { 
/**
 * What it is to.
 */
to: string, 
/**
 * UUID.
 */
id: string, 
/**
 * Number, serial or name.
 */
no: string, 
/**
 * In one line.
 */
title: string, };

/**
 * Looks for records a reference can name.
 */
export type RefQuery = { 
/**
 * `customer`, `unit`, `call`, `repair`, `sale`, `part`, `principal`, `technician` or `form:KEY`.
 */
to: string, 
/**
 * What is typed.
 */
term: string, 
/**
 * Maker's code; empty for all.
 */
principal: string, };

/**
 * One refused field.
 */
export type RefusedField = { 
/**
 * Field path in the input.
 */
field: string, 
/**
 * Stable code.
 */
code: string, 
/**
 * Chinese sentence.
 */
message: string, };

/**
 * As what somebody signed.
 */
export type Relation = "own" | "family" | "employee" | "other" | "technician";

/**
 * Opens a case from a right the user has, or from what he demanded.
 */
export type RemedyDraft = { 
/**
 * The same `request_id` never makes a second case.
 */
request_id?: string | null, 
/**
 * The machine.
 */
machine: RightsQuery, 
/**
 * UUID of the demand; absent makes one.
 */
demand?: string | null, 
/**
 * Rule of the right; absent for a case no rule gives a right to.
 */
rule_key?: string | null, 
/**
 * The right, with its rule.
 */
right?: Right | null, 
/**
 * What it is about, as the advisor says it.
 */
about: string, 
/**
 * What is demanded; absent follows from the right.
 */
kind?: DemandKind | null, 
/**
 * Day the user demanded it; absent means today, with a demand its day.
 */
made_on?: string | null, 
/**
 * The user's words.
 */
words: string, 
/**
 * On what it stands where no rule gives a right.
 */
basis: string, 
/**
 * The dealer has no machine of the model to give.
 */
no_same_model: boolean, };

/**
 * How a case was settled.
 */
export type RemedyOutcome = "machine" | "component" | "refund" | "repair" | "withdrawn" | "declined";

/**
 * Says how a paper of a case stands.
 */
export type RemedyPaper = { 
/**
 * The same `request_id` never says it twice.
 */
request_id?: string | null, 
/**
 * UUID of the case.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * The paper.
 */
paper: Evidence, 
/**
 * How it stands.
 */
state: PaperState, 
/**
 * Who agreed to do without it.
 */
who: string, 
/**
 * Why; what is missing of it.
 */
why: string, };

/**
 * Filters the register of cases.
 */
export type RemedyQuery = { 
/**
 * Number or serial; empty for all.
 */
term: string, 
/**
 * Maker's code; empty for all.
 */
principal: string, 
/**
 * UUID of a machine: only the cases it came back or went out in.
 */
unit?: string | null, 
/**
 * Only in this state.
 */
state?: RemedyState | null, 
/**
 * Only those on which something may still happen.
 */
open: boolean, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * One row of the register.
 */
export type RemedyRow = { 
/**
 * UUID.
 */
id: string, 
/**
 * Number.
 */
no: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Day the user demanded it.
 */
made_on: string, 
/**
 * Where it stands.
 */
state: RemedyState, 
/**
 * UUID of the machine that comes back.
 */
unit_id: string, 
/**
 * Its serial.
 */
serial: string, 
/**
 * Its model.
 */
model: string, 
/**
 * The user; empty for a machine without a sale.
 */
customer: string, 
/**
 * What he demands, Chinese.
 */
demands: string, 
/**
 * Serial of the machine given in exchange; empty for none.
 */
new_serial: string, 
/**
 * The clock that presses most.
 */
clock: DeadlineView | null, 
/**
 * What the dealer bears until head office agrees, fen.
 */
borne_fen: number, 
/**
 * Why head office refused it, with the field, while nobody has dealt with that.
 */
returned: string | null, };

/**
 * Settles a case with the user, or corrects how it was settled.
 */
export type RemedySettle = { 
/**
 * The same `request_id` never settles twice.
 */
request_id?: string | null, 
/**
 * UUID of the case.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * What is done; absent settles. Taking back is a step's ([`RemedyStepInput`]).
 */
doing?: StepDoing | null, 
/**
 * How it was settled.
 */
outcome: RemedyOutcome, 
/**
 * On which day; absent means today, of a correction the day it had.
 */
on?: string | null, 
/**
 * What was agreed; of a refusal or withdrawal why.
 */
words: string, 
/**
 * Number of the repair that exchanged the component, or did the repair.
 */
repair_no: string, 
/**
 * The machine given in exchange; an empty model is that of the old one.
 */
unit?: UnitInput | null, 
/**
 * Number printed on the new card; empty takes ours.
 */
card_no: string, 
/**
 * The user signed the new card and the stub is here.
 */
user_signed: boolean, 
/**
 * Number of the new invoice.
 */
invoice_no: string, 
/**
 * Day of the new invoice.
 */
invoice_on?: string | null, 
/**
 * Price; absent takes that of the sale.
 */
price_fen?: number | null, 
/**
 * What was given back; absent takes what the formula says.
 */
paid_fen?: number | null, 
/**
 * Freight.
 */
freight_fen?: number | null, 
/**
 * Quality was the cause.
 */
quality_cause: boolean, 
/**
 * Why it is corrected.
 */
reason: string, };

/**
 * Where a case stands.
 */
export type RemedyState = "open" | "told" | "chosen" | "asked" | "approved" | "refused" | "offered" | "exchanged" | "replaced" | "refunded" | "mended" | "withdrawn" | "declined" | "closed" | "voided";

/**
 * Puts a step of a case in, corrects it or takes it back; settling has a command of its own.
 */
export type RemedyStepInput = { 
/**
 * The same `request_id` never puts a second step in.
 */
request_id?: string | null, 
/**
 * UUID of the case.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Which step.
 */
kind: RemedyStepKind, 
/**
 * What is done with it; absent puts it in.
 */
doing?: StepDoing | null, 
/**
 * On which day; absent means today, of a correction the day it had.
 */
on?: string | null, 
/**
 * Who answered or was told.
 */
who: string, 
/**
 * Filing number, number of head office's answer.
 */
no: string, 
/**
 * What was said.
 */
words: string, 
/**
 * What the user chose.
 */
choice?: Right | null, 
/**
 * What head office answered.
 */
verdict?: RemedyVerdict | null, 
/**
 * Why it is corrected or taken back.
 */
reason: string, };

/**
 * What happens to a case, in the order in which it mostly happens.
 */
export type RemedyStepKind = "told" | "chosen" | "asked" | "answered" | "settled" | "closed";

/**
 * A step as it was put in.
 */
export type RemedyStepView = { 
/**
 * Which.
 */
kind: RemedyStepKind, 
/**
 * Its Chinese name.
 */
name: string, 
/**
 * On which day.
 */
on: string, 
/**
 * Who.
 */
who: string, 
/**
 * Filing number, number of the answer.
 */
no: string, 
/**
 * What was said.
 */
words: string, 
/**
 * What the user chose.
 */
choice: Right | null, 
/**
 * What head office answered.
 */
verdict: RemedyVerdict | null, 
/**
 * How it was settled.
 */
outcome: RemedyOutcome | null, 
/**
 * Choice, answer or outcome in Chinese.
 */
says: string, 
/**
 * Number of its repair.
 */
repair_no: string, 
/**
 * It came by head office's feed.
 */
by_feed: boolean, 
/**
 * Why it does not stand any more.
 */
ended_reason: string | null, };

/**
 * What head office answered.
 */
export type RemedyVerdict = "approved" | "refused" | "offered" | "needs_material";

/**
 * A case with everything about it.
 */
export type RemedyView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * Number.
 */
no: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * UUID of the machine that comes back.
 */
unit_id: string, 
/**
 * Its serial.
 */
serial: string, 
/**
 * Its model.
 */
model: string, 
/**
 * The user.
 */
customer: string, 
/**
 * Number of the sale it is about.
 */
sale_no: string, 
/**
 * Where it stands.
 */
state: RemedyState, 
/**
 * It waits to be settled.
 */
pending: boolean, 
/**
 * On what it stands.
 */
ground: GroundView, 
/**
 * The demand whose clocks run.
 */
demand: DemandView, 
/**
 * Its clocks.
 */
clocks: Array<DeadlineView>, 
/**
 * Papers.
 */
papers: Array<PaperView>, 
/**
 * Steps that stand, in the order of the form.
 */
steps: Array<RemedyStepView>, 
/**
 * Steps that were corrected or taken back, the newest last.
 */
earlier: Array<RemedyStepView>, 
/**
 * Steps that may be put in next.
 */
next: Array<RemedyStepKind>, 
/**
 * What the user chose.
 */
choice: Right | null, 
/**
 * Money, as settled; while it waits, what a return would give today.
 */
money: CaseMoneyView | null, 
/**
 * What was given, fen.
 */
given_fen: number, 
/**
 * What of it the dealer bears until head office agrees, fen.
 */
borne_fen: number, 
/**
 * The machine given in exchange.
 */
machine: GivenMachine | null, 
/**
 * Open papers of the old machine.
 */
open_papers: Array<OpenPaperView>, 
/**
 * What is worth a look.
 */
notices: Array<Notice>, 
/**
 * The clock could not be trusted at entry.
 */
clock_suspect: boolean, 
/**
 * Why it was cancelled.
 */
void_reason: string | null, };

/**
 * Changes a repair; a submitted one is queued again.
 */
export type RepairAmend = { 
/**
 * UUID of the repair.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Why it is changed; needed once it was submitted.
 */
reason: string, 
/**
 * The whole repair as it should read.
 */
draft: RepairDraft, };

/**
 * Asks what saving a repair would change of its machine and customer.
 */
export type RepairCheck = { 
/**
 * UUID of the repair that is being changed; absent for a new one.
 */
amends?: string | null, 
/**
 * The repair as typed so far.
 */
draft: RepairDraft, };

/**
 * A repair record, as typed.
 */
export type RepairDraft = { 
/**
 * The same `request_id` never makes a second repair.
 */
request_id?: string | null, 
/**
 * UUID of the call it is opened from; absent keeps the one it is linked with.
 */
call?: string | null, 
/**
 * Number on the paper; empty takes ours.
 */
no: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Customer.
 */
customer: CustomerInput, 
/**
 * Machine; an unknown serial is added with a notice.
 */
unit: UnitInput, 
/**
 * How it was reported.
 */
channel: Channel, 
/**
 * Day reported.
 */
reported_on: string, 
/**
 * Time reported, `HH:MM`.
 */
reported_time: string, 
/**
 * Day sent in; absent takes the day reported.
 */
received_on?: string | null, 
/**
 * Day of arrival.
 */
arrived_on?: string | null, 
/**
 * Time of arrival.
 */
arrived_time: string, 
/**
 * Day completed.
 */
completed_on?: string | null, 
/**
 * Day handed over.
 */
handed_over_on?: string | null, 
/**
 * Meter reading in thousandths.
 */
usage_milli?: number | null, 
/**
 * What the meter counts; absent means hours.
 */
usage_unit?: UsageUnit | null, 
/**
 * In warranty (保内).
 */
in_warranty: boolean, 
/**
 * Who pays; absent follows from warranty and sale.
 */
payer?: Payer | null, 
/**
 * Fault reported.
 */
fault: string, 
/**
 * Fault place.
 */
fault_place: string, 
/**
 * Cause.
 */
cause: string, 
/**
 * Responsibility.
 */
responsibility: string, 
/**
 * What was done.
 */
method: Method, 
/**
 * Inspection result and repair items.
 */
work: string, 
/**
 * Technician.
 */
technician: string, 
/**
 * Labour in thousandths of an hour.
 */
labour_milli_hours?: number | null, 
/**
 * Labour cost in fen.
 */
labour_fen: number, 
/**
 * Material cost in fen; absent takes the sum of the parts.
 */
material_fen?: number | null, 
/**
 * Travel in thousandths of a kilometre.
 */
travel_milli_km?: number | null, 
/**
 * Travel cost in fen.
 */
travel_fen: number, 
/**
 * Other cost in fen.
 */
other_fen: number, 
/**
 * The user signed.
 */
user_signed: boolean, 
/**
 * The user's opinion.
 */
user_rating: string, 
/**
 * Remark.
 */
note: string, 
/**
 * The user agreed to share phone and address with head office.
 */
share_consent: boolean, 
/**
 * Replaced parts.
 */
parts: Array<RepairPartInput>, 
/**
 * How serious the fault is; absent while nobody said.
 */
severity?: Severity | null, 
/**
 * UUID of an earlier repair of the same problem, of this machine.
 */
same_as?: string | null, 
/**
 * The component concerned was replaced as a whole.
 */
component_exchanged: boolean, 
/**
 * Times within it with a cause of their own: waiting for parts, an appraisal.
 */
waits?: Array<Wait> | null, 
/**
 * Day the meter was read; absent takes the day sent in.
 */
usage_read_on?: string | null, 
/**
 * The reading is the first of a new meter.
 */
new_meter: boolean, 
/**
 * What the old meter showed last, in thousandths.
 */
old_meter_milli?: number | null, 
/**
 * Code in the fault tree; empty for a fault in words alone.
 */
fault_code: string, 
/**
 * Time of leaving for the user, `HH:MM`; empty when not noted.
 */
depart_time: string, };

/**
 * One replaced part, as typed.
 */
export type RepairPartInput = { 
/**
 * The line's UUID when it exists already; keep it when changing a repair.
 */
id?: string | null, 
/**
 * Part code.
 */
code: string, 
/**
 * Part name.
 */
name: string, 
/**
 * Specification.
 */
spec: string, 
/**
 * Unit of count.
 */
unit: string, 
/**
 * Quantity in thousandths.
 */
qty_milli: number, 
/**
 * Price of one in fen; absent takes the price list's.
 */
price_fen?: number | null, 
/**
 * 三包件 or 易损件; absent takes the price list's.
 */
kind?: PartKind | null, 
/**
 * Day replaced; absent takes the day completed, else the day sent in.
 */
replaced_on?: string | null, 
/**
 * Whether a replacement is asked for.
 */
wants_replacement: boolean, 
/**
 * Serial of the part that came off.
 */
old_serial: string, 
/**
 * Serial of the part that went in.
 */
new_serial: string, 
/**
 * The old part is already on the shelf.
 */
old_part_here: boolean, 
/**
 * Shelf of the old part.
 */
bin: string, 
/**
 * Tag of the old part (answer only; ignored on input).
 */
tag_no?: string | null, };

/**
 * Filters the list of repairs.
 */
export type RepairQuery = { 
/**
 * Serial, phone tail, name, pinyin initials, number; empty for all.
 */
term: string, 
/**
 * Maker's code; empty for all.
 */
principal: string, 
/**
 * Month completed (open ones by month reported), `YYYY-MM`; empty for all.
 */
month: string, 
/**
 * Only in this state.
 */
state?: RepairState | null, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * One row of the list of repairs.
 */
export type RepairRow = { 
/**
 * UUID.
 */
id: string, 
/**
 * Number.
 */
no: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Customer's name.
 */
customer: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * Model code.
 */
model: string, 
/**
 * Serial.
 */
serial: string, 
/**
 * Day reported.
 */
reported_on: string, 
/**
 * Day completed.
 */
completed_on: string | null, 
/**
 * Fault.
 */
fault: string, 
/**
 * In warranty.
 */
in_warranty: boolean, 
/**
 * Total in fen.
 */
total_fen: number, 
/**
 * The user signed.
 */
user_signed: boolean, 
/**
 * Where it stands.
 */
state: RepairState, 
/**
 * Head office has it.
 */
acknowledged_on: string | null, 
/**
 * Head office's reason for refusing it.
 */
returned_reason: string | null, };

/**
 * Where a repair stands.
 */
export type RepairState = "draft" | "submitted" | "voided";

/**
 * A repair with everything about it.
 */
export type RepairView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * Number.
 */
no: string, 
/**
 * UUID of the machine.
 */
unit_id: string, 
/**
 * UUID of the customer.
 */
customer_id: string, 
/**
 * The repair as it would be typed, parts with their tags.
 */
draft: RepairDraft, 
/**
 * Number of the call it was opened from.
 */
call_no: string | null, 
/**
 * Number of the earlier repair of the same problem.
 */
same_as_no: string | null, 
/**
 * Total in fen.
 */
total_fen: number, 
/**
 * Operator who entered it; `null` where there was none.
 */
entered_by: string | null, 
/**
 * How it is signed: by whom, or that nothing shows it.
 */
signing: string, 
/**
 * Days occupied; `null` while open.
 */
occupied_days: number | null, 
/**
 * Where it stands.
 */
state: RepairState, 
/**
 * Day submitted.
 */
submitted_on: string | null, 
/**
 * Day head office has it.
 */
acknowledged_on: string | null, 
/**
 * Head office's reason for refusing it.
 */
returned_reason: string | null, 
/**
 * The field it named, as on the wire.
 */
returned_field: string | null, 
/**
 * Why it was cancelled.
 */
void_reason: string | null, 
/**
 * What keeps it from being submitted or paid, in Chinese.
 */
notices: Array<Notice>, 
/**
 * What meters of the machine showed so far, oldest first.
 */
readings: Array<ReadingView>, 
/**
 * Number of the service voucher of the dispatch it came from.
 */
voucher_no: string | null, 
/**
 * The newest receipt of the machine for it.
 */
custody: CustodyMark | null, 
/**
 * The card that hangs on the machine.
 */
job: JobCardView | null, 
/**
 * Costs by the maker's rules, as they were kept.
 */
fees: Array<FeeView>, 
/**
 * The user pays it, it is done, and no receipt of it stands.
 */
receipt_open: boolean, 
/**
 * The paid service receipt that stands.
 */
receipt: ReceiptMark | null, };

/**
 * Builds workbooks into a folder.
 */
export type ReportBuild = { 
/**
 * Maker's code, or `all`.
 */
principal: string, 
/**
 * The month.
 */
month: string, 
/**
 * Folder; absent takes the export folder.
 */
dir?: string | null, 
/**
 * Keys such as `W01`; empty builds all.
 */
keys: Array<string>, 
/**
 * A whole copy for the dealer's own use; absent builds what is sent (MONTH-4).
 */
whole: boolean, 
/**
 * The page's name for this work.
 */
task?: string | null, };

/**
 * One workbook written.
 */
export type ReportFile = { 
/**
 * Key, e.g. `W01`.
 */
key: string, 
/**
 * Title, e.g. `维修月报表`.
 */
title: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month.
 */
month: string, 
/**
 * Rows without title, header and totals.
 */
rows: number, 
/**
 * Path of the file.
 */
path: string, 
/**
 * SHA-256 of the file, hex.
 */
sha256: string, 
/**
 * It was not built: the month is closed, and this is what was closed.
 */
closed?: boolean, };

/**
 * What a workbook is made of that belongs to no month's pack.
 */
export type ReportOf = "claim" | "service_fee";

/**
 * The paper a report is printed on; the letters of a wide one are half as large again on A3.
 */
export type ReportPaper = "a4" | "a3";

/**
 * Builds sheets of a maker's month and prints them as one PDF. The workbooks lie beside it.
 */
export type ReportPrint = { 
/**
 * The same `request_id` never makes a second printing.
 */
request_id?: string | null, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month.
 */
month: string, 
/**
 * Keys such as `W01`; empty prints the pack in its order.
 */
keys: Array<string>, 
/**
 * A whole copy for the dealer's own use; absent prints what is sent (MONTH-4).
 */
whole: boolean, 
/**
 * Paper; absent for the layout's own.
 */
size?: ReportPaper | null, 
/**
 * Folder; absent for the desk's own.
 */
dir?: string | null, 
/**
 * The page's name for this work.
 */
task?: string | null, };

/**
 * Exports the workbook of a record and prints it.
 */
export type ReportPrintOf = { 
/**
 * The same `request_id` never makes a second printing.
 */
request_id?: string | null, 
/**
 * Which workbook.
 */
of: ReportOf, 
/**
 * UUID of the claim or statement.
 */
id: string, 
/**
 * Paper; absent for the layout's own.
 */
size?: ReportPaper | null, 
/**
 * Folder; absent for the desk's own.
 */
dir?: string | null, 
/**
 * The page's name for this work.
 */
task?: string | null, };

/**
 * Prints buildings made before, as they were built.
 */
export type ReportPrintRuns = { 
/**
 * UUIDs of buildings of one maker, in order; a cover goes first.
 */
ids: Array<string>, 
/**
 * Paper; absent for the layout's own.
 */
size?: ReportPaper | null, 
/**
 * Folder; absent for the desk's own.
 */
dir?: string | null, 
/**
 * The page's name for this work.
 */
task?: string | null, };

/**
 * One building of a report.
 */
export type ReportRunView = { 
/**
 * UUID.
 */
id: string, 
/**
 * Number, e.g. `HB0732A-BG-2610-A0001`.
 */
no: string, 
/**
 * Key.
 */
key: string, 
/**
 * 1 for the first sending of the sheet, 2 for its correction; `null` for a file that was only exported.
 */
version: number | null, 
/**
 * Title.
 */
title: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month.
 */
month: string, 
/**
 * Rows.
 */
rows: number, 
/**
 * SHA-256 of the file, hex.
 */
sha256: string, 
/**
 * When it was built, UTC ms.
 */
built_at: number, 
/**
 * Where it stands at head office: `not_sent`, `pending`, `deferred`, `acked`, `rejected` (also when it was taken first);
 * `handed` when it went on paper or as a file and nobody knows more.
 */
state: string, 
/**
 * Day head office has it.
 */
acknowledged_on: string | null, 
/**
 * Why head office turned it back.
 */
returned_reason: string | null, 
/**
 * It tells everything of every customer: the dealer's own copy, which goes nowhere.
 */
whole: boolean, 
/**
 * Path of the same file for people, right after the sending that was asked to lay it; `null` in lists.
 */
path: string | null, };

/**
 * Queues a month's reports for head office.
 */
export type ReportSend = { 
/**
 * The same `request_id` never queues a month twice.
 */
request_id?: string | null, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month.
 */
month: string, 
/**
 * Folder in which the same files are laid, in a folder of their own; empty takes the export folder, absent lays none.
 */
dir?: string | null, 
/**
 * The page's name for this work.
 */
task?: string | null, };

/**
 * What was reported of a record in a closed month, or corrected in a later pack.
 */
export type ReportedLine = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Key of the sheet.
 */
key: string, 
/**
 * Title of the sheet.
 */
title: string, 
/**
 * The closed month the row is of.
 */
month: string, 
/**
 * The month in whose pack it stands or is going to stand.
 */
pack: string, 
/**
 * `of_month`, `replaced`, `late`, `gone`.
 */
kind: string, 
/**
 * That pack is closed.
 */
reported: boolean, 
/**
 * What differs, in the order of the sheet's columns; of a row alone its money.
 */
fields: Array<CorrectedField>, };

/**
 * What kind of record is asked for, or a row of a sheet is of.
 */
export type ReportedNoun = "repair" | "sale" | "old_part";

/**
 * Prints the sheets of a closed month again, as they were.
 */
export type ReprintInput = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month.
 */
month: string, 
/**
 * Folder; absent takes the export folder.
 */
dir?: string | null, 
/**
 * Keys such as `W01`; empty takes all that were closed.
 */
keys: Array<string>, };

/**
 * Files of a closed month that were printed again, and those that could not be.
 */
export type Reprinted = { 
/**
 * Written and compared with what was closed.
 */
files: Array<ReportFile>, 
/**
 * Sentences about files that are missing or damaged.
 */
failed: Array<string>, };

/**
 * Restores a backup.
 */
export type RestoreInput = { 
/**
 * File to restore.
 */
path: string, 
/**
 * Recovery code of an encrypted backup whose key is not here.
 */
code?: string | null, 
/**
 * The page's name for this work.
 */
task?: string | null, };

/**
 * A sheet's rows and money, beside those of the month before.
 */
export type ReviewFigure = { 
/**
 * Key.
 */
key: string, 
/**
 * Title.
 */
title: string, 
/**
 * Rows.
 */
rows: number, 
/**
 * Rows of the month before.
 */
rows_before: number, 
/**
 * Money of its last column that is summed; absent where the sheet has none.
 */
fen: number | null, 
/**
 * Of the month before.
 */
fen_before: number | null, };

/**
 * One kind of things.
 */
export type ReviewGroup = { 
/**
 * `drafts`, `unfinished`, `no_parts`, `late`, `cards`, `clock`, `numbers`, `uncarried`.
 */
kind: string, 
/**
 * The month is not closed while there are any.
 */
blocks: boolean, 
/**
 * How many.
 */
total: number, 
/**
 * The first of them.
 */
rows: Array<ReviewRow>, };

/**
 * One record to look at.
 */
export type ReviewRow = { 
/**
 * `repair` or `sale`.
 */
noun: string, 
/**
 * UUID of the record.
 */
id: string, 
/**
 * Number.
 */
no: string, 
/**
 * Its day.
 */
day: string | null, 
/**
 * The user.
 */
who: string, 
/**
 * What is said of it.
 */
detail: string, };

/**
 * What the user may ask for, from least to most.
 */
export type Right = "repair" | "component_exchange" | "machine_exchange" | "return";

/**
 * A right the user has now.
 */
export type RightView = { 
/**
 * The right.
 */
right: Right, 
/**
 * Its Chinese name.
 */
name: string, 
/**
 * First day he had it.
 */
since: string, 
/**
 * Component or problem it is about; empty for the machine.
 */
about: string, 
/**
 * Papers it needs.
 */
needs: Array<string>, 
/**
 * Papers that are missing.
 */
missing: Array<string>, 
/**
 * The rule.
 */
standing: StandingView, 
/**
 * Why, one sentence a step.
 */
steps: Array<string>, };

/**
 * A machine whose rights are asked for: by id, or by serial.
 */
export type RightsQuery = { 
/**
 * UUID of the machine.
 */
unit?: string | null, 
/**
 * Serial, in its place.
 */
serial?: string | null, 
/**
 * Maker's code, when the serial is not one maker's.
 */
principal?: string | null, };

/**
 * How it goes (报送方式).
 */
export type Road = "api" | "file" | "post" | "truck" | "fax" | "hand";

/**
 * What somebody is at the desk.
 */
export type Role = "clerk" | "technician" | "director" | "owner" | "auditor";

/**
 * A note about one row of the file.
 */
export type RowNote = { 
/**
 * Sheet.
 */
sheet: string, 
/**
 * Row number in the file, from 1, as a spreadsheet counts.
 */
row: number, 
/**
 * Field key.
 */
field: string, 
/**
 * Stable code.
 */
code: string, 
/**
 * Chinese sentence.
 */
message: string, };

/**
 * One rule.
 */
export type RuleView = { 
/**
 * Section.
 */
section: Section, 
/**
 * Its Chinese name.
 */
section_name: string, 
/**
 * Place in the section, from zero.
 */
index: number, 
/**
 * Key.
 */
key: string, 
/**
 * Chinese name.
 */
name: string, 
/**
 * What it says.
 */
facts: Array<FactView>, 
/**
 * Article or number of the contract.
 */
source: string, 
/**
 * Its words there; empty where the pack has none.
 */
source_text: string, 
/**
 * Hash of its words: what a tick is for.
 */
hash: string, 
/**
 * Whether a person compared it with its source.
 */
checked: boolean, 
/**
 * Who did.
 */
tick: TickView | null, 
/**
 * Where it promises less than a statute.
 */
findings: Array<FindingView>, };

/**
 * Changes a sale and its card; a returned card is queued again.
 */
export type SaleAmend = { 
/**
 * UUID of the sale.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Why it is changed; needed once the card was sent.
 */
reason: string, 
/**
 * The whole sale as it should read.
 */
draft: SaleDraft, };

/**
 * What the form shows while it is typed: nothing is saved.
 */
export type SaleCheck = { 
/**
 * Due day of the card with its reason; `null` while it cannot be computed.
 */
due: DueView | null, 
/**
 * Why there is no due day: the maker has no pack, or its pack has no rule for the card.
 */
no_due: string | null, 
/**
 * What would be refused.
 */
refused: Array<RefusedField>, 
/**
 * What is worth a look: duplicate serials, missing phone.
 */
notices: Array<Notice>, 
/**
 * The model is a new one, and its product has to be named.
 */
product_needed: boolean, };

/**
 * A sale with its receipt card, as typed.
 */
export type SaleDraft = { 
/**
 * Made by the form at its first key; the same `request_id` never makes a second sale (double click, retry).
 */
request_id?: string | null, 
/**
 * UUID of the sale that is being changed, so that a check does not warn of itself; absent for a new one.
 */
amends?: string | null, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Buyer.
 */
customer: CustomerInput, 
/**
 * Machine.
 */
unit: UnitInput, 
/**
 * Day sold.
 */
sold_on: string, 
/**
 * Invoice number.
 */
invoice_no: string, 
/**
 * Day of the invoice.
 */
invoice_on?: string | null, 
/**
 * Day of hand-over.
 */
delivered_on?: string | null, 
/**
 * Day of installation.
 */
installed_on?: string | null, 
/**
 * Price in fen.
 */
price_fen?: number | null, 
/**
 * Subsidy in fen.
 */
subsidy_fen?: number | null, 
/**
 * Seller (经办人).
 */
seller: string, 
/**
 * Branch (分销网点).
 */
outlet: string, 
/**
 * Remark.
 */
note: string, 
/**
 * Number printed on the card; empty takes ours.
 */
card_no: string, 
/**
 * The user signed and the stub is here: the card is complete and goes to head office.
 */
user_signed: boolean, 
/**
 * The user agreed to share phone and address with head office.
 */
share_consent: boolean, };

/**
 * Filters the list of sales.
 */
export type SaleQuery = { 
/**
 * Serial, phone tail, name, pinyin initials, number; empty for all.
 */
term: string, 
/**
 * Maker's code; empty for all.
 */
principal: string, 
/**
 * Month sold, `YYYY-MM`; empty for all.
 */
month: string, 
/**
 * Only cards in this state.
 */
state?: CardState | null, 
/**
 * Only cards that are late or at risk, nearest limit first.
 */
due_only: boolean, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * One row of the list of sales.
 */
export type SaleRow = { 
/**
 * UUID of the sale.
 */
id: string, 
/**
 * Number of the sale.
 */
no: string, 
/**
 * Number of the card.
 */
card_no: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Customer's name.
 */
customer: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * Model code.
 */
model: string, 
/**
 * Product name.
 */
product: string, 
/**
 * Serial.
 */
serial: string, 
/**
 * Day sold.
 */
sold_on: string, 
/**
 * Price.
 */
price_fen: number | null, 
/**
 * Where the card stands.
 */
state: CardState, 
/**
 * Due day of the card.
 */
due_on: string | null, 
/**
 * Days left; negative when late; `null` when it no longer matters.
 */
days_left: number | null, 
/**
 * How urgent.
 */
level: DueLevel, 
/**
 * What stands against the due day.
 */
doubt: Doubt | null, 
/**
 * Head office's reason for refusing it.
 */
returned_reason: string | null, };

/**
 * A sale with everything about it.
 */
export type SaleView = { 
/**
 * UUID of the sale.
 */
id: string, 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * Number.
 */
no: string, 
/**
 * UUID of the machine.
 */
unit_id: string, 
/**
 * UUID of the customer.
 */
customer_id: string, 
/**
 * The sale as it would be typed.
 */
draft: SaleDraft, 
/**
 * Where the card stands.
 */
state: CardState, 
/**
 * Number of the card.
 */
card_no: string, 
/**
 * Due day with its reason.
 */
due: DueView | null, 
/**
 * Day the stub came back.
 */
returned_on: string | null, 
/**
 * Day queued for head office.
 */
queued_on: string | null, 
/**
 * It was on its way to head office at least once: a change then needs its reason.
 */
left_desk: boolean, 
/**
 * Day head office has it, from the signed receipt.
 */
acknowledged_on: string | null, 
/**
 * Head office's receipt number.
 */
receipt_no: string | null, 
/**
 * Head office's reason for refusing it.
 */
returned_reason: string | null, 
/**
 * The field it named, as on the wire.
 */
returned_field: string | null, 
/**
 * Why it was cancelled.
 */
void_reason: string | null, 
/**
 * Entered after the day sold.
 */
entered_late: boolean, 
/**
 * Day of entry.
 */
entered_on: string, 
/**
 * Operator who entered it; `null` where there was none.
 */
entered_by: string | null, 
/**
 * The machine's clock could not be trusted at entry.
 */
clock_suspect: boolean, 
/**
 * Repairs that stayed with the machine it named before, head office still their payer.
 */
left_repairs: Array<LeftRepairView>, 
/**
 * What is worth a look.
 */
notices: Array<Notice>, };

/**
 * A year's statement, as asked for.
 */
export type SalesFeeInput = { 
/**
 * The same `request_id` never makes a second statement.
 */
request_id?: string | null, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The year, `2026`.
 */
year: string, 
/**
 * Sales of the year as they were settled with head office, fen.
 */
sales_fen: number, };

/**
 * Asks for a maker's service fee of a year by its sales.
 */
export type SalesFeeQuery = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The year, `2026`; empty takes the last that has ended.
 */
year: string, 
/**
 * The amount it is computed of, fen; absent takes the goods of the account.
 */
sales_fen?: number | null, };

/**
 * A maker's service fee of a year by its sales.
 */
export type SalesFeeView = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The maker's pack has such a fee.
 */
held: boolean, 
/**
 * The year, `2026`.
 */
year: string, 
/**
 * As people write it.
 */
year_name: string, 
/**
 * The year before.
 */
previous: string, 
/**
 * It has ended: a statement can be made.
 */
ended: boolean, 
/**
 * Goods of the year in the account with the maker, fen.
 */
goods_fen: number, 
/**
 * What the formula says of the amount, fen; `null` where it cannot be computed.
 */
fee_fen: number | null, 
/**
 * The computation, or why there is none and what to do.
 */
sentence: string, };

/**
 * One hit of the search.
 */
export type SearchHit = { 
/**
 * What was found.
 */
kind: SearchKind, 
/**
 * UUID of the record.
 */
id: string, 
/**
 * First line.
 */
title: string, 
/**
 * Second line.
 */
detail: string, };

/**
 * Searches everything (Ctrl+K).
 */
export type SearchInput = { 
/**
 * Serial, phone tail, name, pinyin initials or number.
 */
term: string, };

/**
 * Kinds of hits.
 */
export type SearchKind = "unit" | "customer" | "sale" | "repair" | "call" | "old_part" | "custody" | "remedy" | "receipt" | "claim" | "entry";

/**
 * How the seat at the desk stands.
 */
export type SeatState = "no_operators" | "signed_in" | "locked" | "nobody";

/**
 * A section of a pack.
 */
export type Section = "deadlines" | "coverage" | "remedies" | "formulas" | "flags" | "months" | "seasons" | "classes";

/**
 * Head office's figure for a statement.
 */
export type ServiceFeeConfirm = { 
/**
 * UUID of the statement.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Head office's figure, fen.
 */
office_fen: number, 
/**
 * Number of its paper.
 */
office_no: string, 
/**
 * Day of the confirmation.
 */
confirmed_on: string, 
/**
 * What is said of a difference; needed where there is one.
 */
answer_note: string, };

/**
 * Where to put a statement's workbook.
 */
export type ServiceFeeExport = { 
/**
 * UUID of the statement.
 */
id: string, 
/**
 * Folder; absent means the desk's own.
 */
dir?: string | null, };

/**
 * A statement, as asked for.
 */
export type ServiceFeeInput = { 
/**
 * The same `request_id` never makes a second statement.
 */
request_id?: string | null, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The quarter, `2026Q4`.
 */
quarter: string, 
/**
 * Why the quarter's fee is cancelled.
 */
forfeit?: Forfeit | null, 
/**
 * What is said of it.
 */
forfeit_reason: string, 
/**
 * Paid beyond it, fen.
 */
special_fen: number, 
/**
 * Number of head office's approval.
 */
special_no: string, };

/**
 * Asks for a maker's service fee of a quarter.
 */
export type ServiceFeeQuery = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The quarter, `2026Q4`; empty takes the last that has ended.
 */
quarter: string, };

/**
 * A maker's service fee of a quarter: what would be counted now, and its statements.
 */
export type ServiceFeeView = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The quarter, `2026Q4`.
 */
quarter: string, 
/**
 * As people write it.
 */
quarter_name: string, 
/**
 * The quarter before.
 */
previous: string, 
/**
 * It has ended: a statement can be made.
 */
ended: boolean, 
/**
 * What would be counted now.
 */
months: Array<MonthCardsView>, 
/**
 * Cards altogether.
 */
cards: number, 
/**
 * What the formula says of them, fen; `null` where it cannot be computed.
 */
fee_fen: number | null, 
/**
 * The computation, or why there is none and what to do.
 */
sentence: string, 
/**
 * Statements of the maker, the newest first.
 */
statements: Array<FeeStatementView>, 
/**
 * An earlier quarter that has to be stated first.
 */
earlier: QuarterOwed | null, };

/**
 * What is done about a part head office found short or judged.
 */
export type SettleHow = "found" | "lost" | "disputed" | "wrong_replaced" | "wrong_lost" | "wrong_disputed" | "dispute" | "upheld" | "changed";

/**
 * How a shortage ended (E17).
 */
export type Settlement = "found" | "lost" | "disputed";

/**
 * How serious a problem is.
 */
export type Severity = "serious" | "ordinary";

/**
 * One column of a sheet on the screen.
 */
export type SheetColumn = { 
/**
 * Title.
 */
title: string, 
/**
 * Neighbours of one group stand under a common head.
 */
group: string | null, 
/**
 * Where its text stands.
 */
align: CellAlign, 
/**
 * In characters, as on paper.
 */
width: number, };

/**
 * A sheet of the maker's own form, filled.
 */
export type SheetGrid = { 
/**
 * Its name.
 */
name: string, 
/**
 * Widths of the columns that are seen, in characters.
 */
widths: Array<number>, 
/**
 * Rows that stay in sight.
 */
head_rows: number, 
/**
 * Rows that are seen.
 */
rows: Array<Array<GridCell>>, };

/**
 * The record a row of a sheet is of.
 */
export type SheetRecord = { 
/**
 * What it is.
 */
noun: ReportedNoun, 
/**
 * UUID: of a card its sale's.
 */
id: string, };

/**
 * The 汇总分析 sheet on the screen.
 */
export type SheetSummary = { 
/**
 * Name of the sheet.
 */
name: string, 
/**
 * Its title.
 */
title: string, 
/**
 * From top to bottom.
 */
blocks: Array<SummaryBlock>, };

/**
 * One sheet on the screen.
 */
export type SheetView = { 
/**
 * Key.
 */
key: string, 
/**
 * Title line.
 */
title: string, 
/**
 * Head line in its three parts, then the form's own lines.
 */
head: Array<string>, 
/**
 * Columns in order.
 */
columns: Array<SheetColumn>, 
/**
 * 200 rows, each cell as printed.
 */
rows: Array<Array<string>>, 
/**
 * The record behind each of these rows; none of a sum, and of a row that is of no record.
 */
records: Array<SheetRecord | null>, 
/**
 * Rows before the first one shown.
 */
from: number, 
/**
 * Totals row, each cell as printed; empty when there is none.
 */
totals: Array<string>, 
/**
 * Rows altogether.
 */
total_rows: number, 
/**
 * The one row of a month without any.
 */
empty: string, 
/**
 * Lines under the table.
 */
foot: Array<string>, 
/**
 * The line people sign on.
 */
signature: string | null, 
/**
 * The second sheet.
 */
summary: SheetSummary | null, 
/**
 * The sheets of the maker's own form, where it has one: the workbook is these.
 */
own: Array<SheetGrid>, };

/**
 * Signs in.
 */
export type SignIn = { 
/**
 * Name.
 */
operator: string, 
/**
 * PIN.
 */
pin: string, };

/**
 * Notes that somebody signed: strokes on the screen, or a photograph of the signed paper.
 */
export type SignatureInput = { 
/**
 * The same `request_id` never signs twice.
 */
request_id?: string | null, 
/**
 * What kind of record.
 */
subject: AttachedTo, 
/**
 * UUID of the record.
 */
id: string, 
/**
 * Field of an entry it is of.
 */
field: string, 
/**
 * Who signed.
 */
signer: string, 
/**
 * As what.
 */
relation?: Relation | null, 
/**
 * The strokes, as they were drawn; empty with a paper.
 */
strokes: Array<Array<Point>>, 
/**
 * Path of the photograph of a signed paper; empty with strokes.
 */
paper: string, 
/**
 * UUID of the signature that stood when the form was opened; absent supersedes what stands.
 */
supersedes?: string | null, 
/**
 * Why it is signed again; needed when a signature stands.
 */
reason: string, };

/**
 * A part on a receipt.
 */
export type SoldPartView = { 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * Quantity in thousandths.
 */
qty_milli: number, 
/**
 * Price of one, fen.
 */
price_fen: number, 
/**
 * The most one may cost, fen; `null` where no rule or no list price says.
 */
cap_fen: number | null, 
/**
 * How the cap was computed.
 */
cap_reason: string, };

/**
 * How a decision or a notice came here.
 */
export type Source = "file" | "typed" | "sync";

/**
 * A rule something stands on.
 */
export type StandingView = { 
/**
 * Rule key, e.g. `remedy.repair_too_long`.
 */
rule_key: string, 
/**
 * Chinese name of the rule.
 */
name: string, 
/**
 * Pack and version, e.g. `S0-farm 2026.1`.
 */
rule_version: string, 
/**
 * Article or number of the contract.
 */
source: string, 
/**
 * Its words; empty where the pack has none.
 */
source_text: string, 
/**
 * Whether a person compared it with its source.
 */
checked: boolean, 
/**
 * What stands against what follows from it.
 */
doubt: Doubt | null, 
/**
 * A calendar or season it needs is not published yet.
 */
provisional: boolean, };

/**
 * Sets the start-of-use day.
 */
export type StartDayInput = { 
/**
 * First day on which this desk answers for cards.
 */
on: string, };

/**
 * What a row behind a rate leads to.
 */
export type StatisticsRecord = "repair" | "call" | "entry";

/**
 * One case of a rate.
 */
export type StatisticsRow = { 
/**
 * Its own name in the list.
 */
id: string, 
/**
 * What it leads to.
 */
record: StatisticsRecord, 
/**
 * UUID of that.
 */
record_id: string, 
/**
 * Number.
 */
no: string, 
/**
 * Its day.
 */
on: string, 
/**
 * Technician; empty where nobody wrote him down.
 */
technician: string, 
/**
 * Model; empty where nobody knows it.
 */
model: string, 
/**
 * Who or what it is about.
 */
says: string, 
/**
 * Whether it counts.
 */
counts: boolean, 
/**
 * Why, in a few words, Chinese.
 */
figure: string, };

/**
 * Rows behind a rate.
 */
export type StatisticsRowsQuery = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month.
 */
month: string, 
/**
 * Which rate.
 */
indicator: Indicator, 
/**
 * Only this technician's; absent for all.
 */
technician?: string | null, 
/**
 * Only this model's; absent for all.
 */
model?: string | null, 
/**
 * Only those that count, or only those that do not; absent for both.
 */
counts?: boolean | null, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * Figures of a maker's month, counted from its records.
 */
export type StatisticsView = { 
/**
 * The month.
 */
month: string, 
/**
 * Rates in order.
 */
rates: Array<RateRow>, 
/**
 * What users said, question by question (W04).
 */
items: Array<AnswersRow>, 
/**
 * The questionnaire for customers, section by section (N05).
 */
sections: Array<AnswersRow>, 
/**
 * How the score is reckoned, Chinese; empty where the maker's form has no weights.
 */
formula: string, 
/**
 * Opinions by kind (F44).
 */
opinions: Array<KindRow>, 
/**
 * Complaints by kind (F87).
 */
complaints: Array<KindRow>, 
/**
 * What to know before reading them, Chinese.
 */
notes: Array<string>, };

/**
 * What is done with a step.
 */
export type StepDoing = "put" | "correct" | "take_back";

/**
 * What happens to a call, in the order in which it mostly happens.
 */
export type StepKind = "arranged" | "told" | "filed" | "referred" | "dispatched" | "arrived" | "done" | "signed" | "crossed_off";

/**
 * A step as it was put in.
 */
export type StepView = { 
/**
 * Which.
 */
kind: StepKind, 
/**
 * Its Chinese name.
 */
name: string, 
/**
 * When, UTC ms; `null` where only the day is known.
 */
at: number | null, 
/**
 * On which day.
 */
on: string, 
/**
 * When, in Chinese.
 */
when: string, 
/**
 * Who.
 */
who: string, 
/**
 * Head office's filing number.
 */
no: string, 
/**
 * Told to head office by phone.
 */
by_phone: boolean, 
/**
 * Its filing number is still to come.
 */
awaits_no: boolean, 
/**
 * What was arranged, what came of it.
 */
words: string, 
/**
 * When it was put in, UTC ms.
 */
entered_at: number, 
/**
 * It follows from the repair.
 */
by_repair: boolean, 
/**
 * Why it does not stand any more.
 */
ended_reason: string | null, };

/**
 * Corrects a submission.
 */
export type SubmissionAmend = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Why; needed.
 */
reason: string, 
/**
 * The submission as it is to stand, of the same maker and month.
 */
draft: SubmissionDraft, };

/**
 * What head office says to a submission: it has it, or it turned it back.
 */
export type SubmissionAnswer = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Day head office had it.
 */
received_on?: string | null, 
/**
 * Head office's receipt number.
 */
receipt_no: string, 
/**
 * Day head office turned it back.
 */
returned_on?: string | null, 
/**
 * Why.
 */
returned_reason: string, };

/**
 * A submission as typed.
 */
export type SubmissionDraft = { 
/**
 * The same `request_id` never makes a second submission.
 */
request_id?: string | null, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month.
 */
month: string, 
/**
 * How it goes; not by network.
 */
road: Road, 
/**
 * UUIDs of the buildings handed over; empty takes the newest of each sheet of the maker's pack.
 */
runs: Array<string>, 
/**
 * Day of handing over.
 */
handed_on?: string | null, 
/**
 * Waybill, fax number, number of the truck.
 */
tracking_no: string, 
/**
 * Who took it.
 */
receiver: string, 
/**
 * Day head office had it, where that is known.
 */
received_on?: string | null, 
/**
 * Head office's receipt number.
 */
receipt_no: string, 
/**
 * Remark.
 */
note: string, 
/**
 * The month is not over, and it was sent all the same.
 */
early: boolean, };

/**
 * Filters the submission ledger.
 */
export type SubmissionQuery = { 
/**
 * Maker's code; empty for all.
 */
principal: string, 
/**
 * How it went; absent for all.
 */
road?: Road | null, 
/**
 * First month, `YYYY-MM`; empty from the beginning.
 */
month_from: string, 
/**
 * Last month, `YYYY-MM`; empty to the end.
 */
month_to: string, 
/**
 * Rows wanted, at most 200; absent means 50.
 */
limit?: number | null, 
/**
 * Rows to skip.
 */
offset?: number | null, };

/**
 * A submission of a month's reports.
 */
export type SubmissionRow = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version; a change carries it.
 */
rev: number, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * The month.
 */
month: string, 
/**
 * How it goes.
 */
road: Road, 
/**
 * Made by itself when the month was queued: head office's receipts say where it stands.
 */
by_itself: boolean, 
/**
 * What was handed over, in the order of the pack.
 */
sheets: Array<SubmittedSheet>, 
/**
 * Titles of sheets asked for that are not in it.
 */
missing: Array<string>, 
/**
 * Day of handing over.
 */
handed_on: string | null, 
/**
 * Waybill, fax number, number of the truck.
 */
tracking_no: string, 
/**
 * Who took it.
 */
receiver: string, 
/**
 * Day head office had it.
 */
received_on: string | null, 
/**
 * Head office's receipt number; empty of signed receipts, which have none.
 */
receipt_no: string, 
/**
 * How many of the buildings have head office's signed receipt.
 */
signed_receipts: number, 
/**
 * Day head office turned it back.
 */
returned_on: string | null, 
/**
 * Why.
 */
returned_reason: string | null, 
/**
 * Remark.
 */
note: string, 
/**
 * Photographs of waybill, fax or receipt.
 */
photos: number, 
/**
 * The maker wants to see one, and there is none: it does not count yet.
 */
evidence_missing: boolean, 
/**
 * Where it stands.
 */
state: SubmissionState, 
/**
 * Its Chinese name.
 */
state_name: string, 
/**
 * When it was put in, UTC ms.
 */
entered_at: number, 
/**
 * The machine's clock could not be trusted at entry.
 */
clock_suspect: boolean, 
/**
 * Why it was cancelled.
 */
void_reason: string | null, };

/**
 * Where a submission stands.
 */
export type SubmissionState = "queued" | "sent" | "received" | "returned" | "voided";

/**
 * A building on the submission ledger.
 */
export type SubmittedSheet = { 
/**
 * UUID of the building.
 */
run: string, 
/**
 * Its number.
 */
no: string, 
/**
 * Key of the sheet.
 */
key: string, 
/**
 * Title of the sheet.
 */
title: string, };

/**
 * A block of it.
 */
export type SummaryBlock = { 
/**
 * Its head.
 */
title: string, 
/**
 * Its rows.
 */
lines: Array<SummaryLine>, };

/**
 * A cell of a block.
 */
export type SummaryCell = { 
/**
 * As printed.
 */
text: string, 
/**
 * A number.
 */
right: boolean, };

/**
 * A row of a block.
 */
export type SummaryLine = { 
/**
 * Names of columns, or the totals.
 */
strong: boolean, 
/**
 * Cells in order.
 */
cells: Array<SummaryCell>, };

/**
 * The honest line of one maker.
 */
export type SyncLine = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Maker's name.
 */
principal_name: string, 
/**
 * Whether the desk is enrolled there.
 */
enrolled: boolean, 
/**
 * Records waiting.
 */
pending: number, 
/**
 * Records head office refused.
 */
rejected: number, 
/**
 * Records head office has but waits for others.
 */
deferred: number, 
/**
 * Of those that wait: their last day has passed.
 */
overdue: number, 
/**
 * Photographs and reports whose file is on its way.
 */
files_waiting: number, 
/**
 * Files that could not be sent: gone from this machine, or refused.
 */
files_missing: number, 
/**
 * While a run goes on: how many records waited when it began.
 */
sending_of: number | null, 
/**
 * When the oldest waiting record was saved, UTC ms.
 */
oldest_at: number | null, 
/**
 * Last time everything went through, UTC ms.
 */
last_success_at: number | null, 
/**
 * Next attempt, UTC ms; `null` where trying again does not help.
 */
next_attempt_at: number | null, 
/**
 * Code of the last problem; `null` when the last attempt was fine.
 */
problem_code: string | null, 
/**
 * The whole line in Chinese, e.g. `3 条待报送，最早 2 天`.
 */
sentence: string, 
/**
 * The problem in Chinese with the next step.
 */
problem: string | null, 
/**
 * The same in a few words.
 */
trouble: string | null, 
/**
 * Messages of this head office nobody marked as read.
 */
unread: number, 
/**
 * Measured clock difference in ms (head office minus this machine), when known.
 */
skew_ms: number | null, 
/**
 * When a file for head office was written that no answer was taken for yet, UTC ms.
 */
file_sent_at: number | null, };

/**
 * Sends and fetches now.
 */
export type SyncNow = { 
/**
 * Maker's code; empty for all.
 */
principal: string, };

/**
 * Rows of a table.
 */
export type TableCount = { 
/**
 * Table.
 */
table: string, 
/**
 * Rows.
 */
rows: number, };

/**
 * How far long work is.
 */
export type TaskView = { 
/**
 * Steps done.
 */
done: number, 
/**
 * Steps altogether; 0 while it is not known.
 */
total: number, 
/**
 * It may still be stopped.
 */
can_stop: boolean, };

/**
 * What a workbook's form may ask for.
 */
export type TemplateForm = { 
/**
 * Key of the workbook.
 */
key: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Its markers.
 */
markers: Array<MarkerView>, };

/**
 * Keeps a form for a maker's month.
 */
export type TemplateInput = { 
/**
 * The same `request_id` never makes a second version.
 */
request_id?: string | null, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Key of the workbook, e.g. `W01`.
 */
key: string, 
/**
 * Path of the .xlsx.
 */
path: string, 
/**
 * SHA-256 of the file that was looked over; another file is refused. Empty takes what lies there.
 */
sha256: string, 
/**
 * The day head office handed it out; absent means today.
 */
came_on?: string | null, };

/**
 * A form that was looked over and has no fault.
 */
export type TemplatePreview = { 
/**
 * Name of the file.
 */
name: string, 
/**
 * SHA-256 of its bytes, hex.
 */
sha256: string, 
/**
 * Sheet of the repeated row.
 */
sheet: string, 
/**
 * The repeated row, as Excel counts.
 */
row: number, 
/**
 * The markers it uses, each with what it prints.
 */
markers: Array<MarkerView>, 
/**
 * What will look wrong in it, each with what to do; none of it keeps it from being used.
 */
cautions: Array<string>, 
/**
 * The version these bytes have already, when they are the one in use.
 */
known: number | null, };

/**
 * A version of a form.
 */
export type TemplateRow = { 
/**
 * UUID.
 */
id: string, 
/**
 * Version of the record; a change carries it.
 */
rev: number, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Its name.
 */
principal_name: string, 
/**
 * Key of the workbook.
 */
key: string, 
/**
 * Its title.
 */
title: string, 
/**
 * 1, 2 … of this maker and workbook.
 */
version: number, 
/**
 * Name of the file.
 */
name: string, 
/**
 * SHA-256 of its bytes, hex.
 */
sha256: string, 
/**
 * The day head office handed it out.
 */
came_on: string, 
/**
 * Sheet of the repeated row.
 */
sheet: string, 
/**
 * The repeated row, as Excel counts.
 */
row: number, 
/**
 * The month is built with it.
 */
used: boolean, 
/**
 * Why it is no longer used.
 */
void_reason: string | null, };

/**
 * Forms kept, and what a form may ask for.
 */
export type TemplateShelf = { 
/**
 * Every version: by maker and workbook, the newest first.
 */
rows: Array<TemplateRow>, 
/**
 * The workbooks of a month.
 */
forms: Array<TemplateForm>, };

/**
 * A head office's own form of a workbook, as a file.
 */
export type TemplateSource = { 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Key of the workbook, e.g. `W01`.
 */
key: string, 
/**
 * Path of the .xlsx.
 */
path: string, };

/**
 * Ticks a rule, or takes the tick back.
 */
export type TickInput = { 
/**
 * The pack, as `policy_list` names it.
 */
id: string, 
/**
 * The rule's section.
 */
section: Section, 
/**
 * Its place in the section, from zero.
 */
index: number, 
/**
 * Hash of the words that were looked at.
 */
hash: string, 
/**
 * `true` to tick, `false` to take the tick back.
 */
checked: boolean, 
/**
 * Who compared it.
 */
by: string, 
/**
 * Remark.
 */
note: string, };

/**
 * A person's word about a rule.
 */
export type TickView = { 
/**
 * Who.
 */
by: string, 
/**
 * Day.
 */
on: string, 
/**
 * Version it was given in; the words have not changed since.
 */
version: string, 
/**
 * Remark.
 */
note: string, };

/**
 * One thing that needs work.
 */
export type TodayItem = { 
/**
 * What it is.
 */
kind: TodayKind, 
/**
 * UUID of the record to open; of a report `YYYY-MM|UUID`, its month before it.
 */
id: string, 
/**
 * Its number.
 */
no: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Customer and machine, one line.
 */
title: string, 
/**
 * Why it stands here, in Chinese.
 */
reason: string, 
/**
 * Day it is due.
 */
due_on: string | null, 
/**
 * Days left; negative when late.
 */
days_left: number | null, 
/**
 * Of a clock of hours that has run out: how long ago, in milliseconds.
 */
late_ms: number | null, 
/**
 * How urgent.
 */
level: DueLevel, 
/**
 * What stands against the due day.
 */
doubt: Doubt | null, 
/**
 * Money at risk when it is known.
 */
at_risk_fen: number | null, };

/**
 * Kinds of things that need work.
 */
export type TodayKind = "card" | "rejected" | "report" | "month" | "demand" | "repair" | "call" | "call_left" | "custody" | "old_part" | "notice" | "part_return" | "sync" | "policy" | "unread" | "message" | "entry" | "paper" | "expected";

/**
 * What of 今日 is wanted.
 */
export type TodayQuery = { 
/**
 * Maker's code; empty for all.
 */
principal: string, 
/**
 * Rows wanted, at most 2000; absent means 200.
 */
limit: number | null, };

/**
 * The 今日 page.
 */
export type TodayView = { 
/**
 * Today in Asia/Shanghai.
 */
today: string, 
/**
 * What needs work, dearest first.
 */
items: Array<TodayItem>, 
/**
 * How many there are altogether.
 */
total: number, 
/**
 * Money at risk over all items.
 */
at_risk_fen: number, 
/**
 * Sales, repairs and acknowledged records of this month.
 */
month: MonthGlance, 
/**
 * Cards due per day for the next 21 days.
 */
cards_due: Array<DayCount>, 
/**
 * Models of machines here whose product nobody named: the list of models has them.
 */
models_open: number, 
/**
 * Steps of the first day still open; empty afterwards.
 */
first_steps: Array<FirstStep>, };

/**
 * Kinds of things a write can touch; a page reloads what was touched.
 */
export type Touched = "sale" | "card" | "repair" | "call" | "custody" | "remedy" | "old_part" | "claim" | "money" | "customer" | "unit" | "catalogue" | "report" | "sync" | "settings" | "policy" | "print" | "entry";

/**
 * A complaint of the window, for the log.
 */
export type UiLog = { 
/**
 * What happened, without personal data.
 */
message: string, };

/**
 * Finds a machine by its serial.
 */
export type UnitBySerial = { 
/**
 * Maker's code; empty for any.
 */
principal: string, 
/**
 * Serial as typed or scanned.
 */
serial: string, };

/**
 * The machine part of a form.
 */
export type UnitInput = { 
/**
 * Model code at the maker; a new one is added.
 */
model: string, 
/**
 * Product name of the model; taken where the model has none yet.
 */
product: string, 
/**
 * Serial (出厂编号).
 */
serial: string, 
/**
 * Engine or motor number.
 */
engine_no: string, 
/**
 * Frame number.
 */
frame_no: string, 
/**
 * Day of production.
 */
produced_on?: string | null, 
/**
 * Power of the model in thousandths of kW; taken where the model has none yet.
 */
power_milli_kw?: number | null, };

/**
 * A paper of a machine beside its sales and repairs.
 */
export type UnitPaper = { 
/**
 * What it is.
 */
kind: UnitPaperKind, 
/**
 * UUID.
 */
id: string, 
/**
 * Number.
 */
no: string, 
/**
 * Its day.
 */
on: string, 
/**
 * What it says, Chinese.
 */
says: string, 
/**
 * Where it stands, Chinese.
 */
state: string, 
/**
 * Nothing more happens to it.
 */
over: boolean, };

/**
 * Kinds of papers of a machine.
 */
export type UnitPaperKind = "custody" | "remedy";

/**
 * Everything the packs say of one machine today.
 */
export type UnitRights = { 
/**
 * The day it is said on.
 */
today: string, 
/**
 * Packs it was judged by, the maker's own first.
 */
packs: Array<string>, 
/**
 * Product class, Chinese; absent when none fits.
 */
class: string | null, 
/**
 * Nobody said what product the model is: periods of its components are not computed.
 */
product_open: boolean, 
/**
 * Periods, those of cancelled sales too.
 */
coverage: Array<CoverageView>, 
/**
 * Due days.
 */
deadlines: Array<DeadlineView>, 
/**
 * What was demanded of it, oldest first, cancelled ones too.
 */
demands: Array<DemandView>, 
/**
 * Rights, from the most to the least.
 */
rights: Array<RightView>, 
/**
 * Counters.
 */
counters: Array<CounterView>, 
/**
 * What the dealer has to do.
 */
duties: Array<DutyView>, 
/**
 * What waiting costs, earliest first.
 */
changes: Array<ChangeView>, 
/**
 * Repairs that look like one problem and are not linked.
 */
alike: Array<string>, 
/**
 * What keeps something from being judged.
 */
missing: Array<string>, };

/**
 * One machine in a list.
 */
export type UnitRow = { 
/**
 * UUID.
 */
id: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * Model code.
 */
model: string, 
/**
 * Product name.
 */
product: string, 
/**
 * Serial as written.
 */
serial: string, 
/**
 * Engine number.
 */
engine_no: string, 
/**
 * Owner's name by the last standing sale; `null` where the machine came back.
 */
customer: string | null, 
/**
 * Day it came back by exchange or return, after its last sale.
 */
came_back_on: string | null, 
/**
 * Day of the last standing sale.
 */
sold_on: string | null, };

/**
 * A machine with its history.
 */
export type UnitView = { 
/**
 * The machine.
 */
unit: UnitRow, 
/**
 * Frame number.
 */
frame_no: string, 
/**
 * Day of production.
 */
produced_on: string | null, 
/**
 * Its sales, newest first, cancelled ones too.
 */
sales: Array<SaleRow>, 
/**
 * Its repairs, newest first.
 */
repairs: Array<RepairRow>, 
/**
 * Repairs of the machine it was given for in exchange, newest first.
 */
former: Array<RepairRow>, 
/**
 * Receipts of custody and cases of exchange or return, newest first.
 */
papers: Array<UnitPaper>, 
/**
 * The customer of the last standing sale, ready for a repair form.
 */
owner: CustomerInput | null, };

/**
 * A record head office does not hold as it was sent.
 */
export type UnlikeRow = { 
/**
 * Its number.
 */
no: string, 
/**
 * One line about it.
 */
title: string, 
/**
 * Kind on the wire.
 */
kind: string, 
/**
 * The record.
 */
record_id: string, 
/**
 * Its version.
 */
rev: number, 
/**
 * Head office holds something else in its place; else it holds nothing there.
 */
other: boolean, };

/**
 * Opens a desk whose key is gone.
 */
export type UnlockInput = { 
/**
 * The recovery code as it was typed.
 */
code: string, };

/**
 * A machine or old part that could not be computed anew.
 */
export type UnreadMachine = { 
/**
 * Its serial or tag.
 */
name: string, 
/**
 * What could not be read.
 */
what: string, };

/**
 * How urgent it is (紧急程度).
 */
export type Urgency = "normal" | "urgent";

/**
 * What a machine's meter counts.
 */
export type UsageUnit = "hour" | "km" | "mu";

/**
 * What head office decided of a line.
 */
export type Verdict = "approved" | "cut" | "refused" | "needs_material";

/**
 * Cancels one record.
 */
export type VoidInput = { 
/**
 * UUID of the record.
 */
id: string, 
/**
 * Version it was made from (`rev` as it was shown); absent changes what stands.
 */
rev?: number | null, 
/**
 * Why, in the clerk's words; needed.
 */
reason: string, };

/**
 * A time within a repair.
 */
export type Wait = { 
/**
 * Why.
 */
cause: Cause, 
/**
 * First day.
 */
from: string, 
/**
 * Last day; absent while it goes on.
 */
to?: string | null, };

/**
 * What head office sent.
 */
export type WaitingKind = "pack" | "calendar" | "handover";

/**
 * Something head office sent that a person has to look at.
 */
export type WaitingLaw = { 
/**
 * Id of the message.
 */
item: string, 
/**
 * Maker's code.
 */
principal: string, 
/**
 * What it is.
 */
kind: WaitingKind, 
/**
 * One line.
 */
title: string, 
/**
 * When it arrived, UTC ms.
 */
received_at: number, 
/**
 * Why it cannot be installed.
 */
problem: string | null, };

/**
 * How it is paid (M19).
 */
export type Way = "cash" | "invoice_first";

/**
 * What becomes of a contract rule that promises less.
 */
export type Weighed = "overruled" | "below" | "unclear";

/**
 * What a free text is about.
 */
export type WordKind = "technician" | "responsibility";

/**
 * Asks for words that were used before.
 */
export type WordsQuery = { 
/**
 * Of which text.
 */
kind: WordKind, };

/**
 * Answer of every write: the value and what moved.
 */
export type Written<T> = { 
/**
 * The value as it stands now.
 */
value: T, 
/**
 * What moved.
 */
touched: Array<Touched>, };

export type Commands = {
  /** 桌面状态：经销商、厂家、各处数目、报送情况、时钟与备份告警。 */
  desk_status: { input: Nothing; output: DeskStatus };
  /** 今日要办的事，按要紧程度排列。 */
  today: { input: TodayQuery; output: TodayView };
  /** 查找整机、用户、单号（出厂编号、电话尾号、姓名、拼音首字母）。 */
  search: { input: SearchInput; output: Array<SearchHit> };
  /** 设置经销商与本机字母。 */
  dealer_save: { input: DealerInput; output: Written<DealerView> };
  /** 新增或修改厂家（按代码）。 */
  principal_save: { input: PrincipalInput; output: Written<PrincipalView> };
  /** 设置启用日：此前的销售不催回执卡。 */
  start_day_save: { input: StartDayInput; output: Written<DeskStatus> };
  /** 设置营业时间：按工作小时计算的时限只在营业时间里走。 */
  hours_save: { input: HoursInput; output: Written<DeskStatus> };
  /** 打开或关闭桌面通知。 */
  alerts_save: { input: AlertsInput; output: Written<DeskStatus> };
  /** 确认本机时钟是对的：此后登记的记录不再标注。 */
  clock_confirm: { input: Nothing; output: Written<DeskStatus> };
  /** 保存没填完的表单。 */
  draft_save: { input: DraftInput; output: Written<null> };
  /** 取回没填完的表单。 */
  draft_load: { input: DraftKey; output: DraftView | null };
  /** 丢弃没填完的表单。 */
  draft_drop: { input: DraftKey; output: Written<null> };
  /** 窗口里的意外，写进日志。 */
  log_ui: { input: UiLog; output: null };
  /** 操作员名单，停用的也在内。 */
  operator_list: { input: Nothing; output: Array<OperatorView> };
  /** 现在是谁在操作，锁上没有。 */
  operator_now: { input: Nothing; output: OperatorNow };
  /** 登录：姓名和 PIN。 */
  operator_sign_in: { input: SignIn; output: OperatorNow };
  /** 退出登录。 */
  operator_sign_out: { input: Nothing; output: OperatorNow };
  /** 窗口前有人按键或点击，不用锁屏。 */
  operator_stay: { input: Nothing; output: OperatorNow };
  /** 登录时要说的话看过了。 */
  operator_told: { input: Nothing; output: OperatorNow };
  /** 新增或修改操作员：姓名、角色、PIN，停用或恢复。 */
  operator_save: { input: OperatorInput; output: Written<OperatorView> };
  /** 换自己的 PIN。 */
  operator_pin: { input: PinInput; output: Written<OperatorView> };
  /** 设置多少分钟没有人操作就锁屏。 */
  operator_lock_save: { input: LockInput; output: Written<OperatorNow> };
  /** 操作记录：最近 200 条，可以只看一个人的。 */
  audit_list: { input: AuditQuery; output: Array<AuditRow> };
  /** 登记一笔销售和它的三包回执卡。 */
  sale_open: { input: SaleDraft; output: Written<SaleView> };
  /** 检查一笔销售，不保存：期限、拒绝的字段、重复的编号。 */
  sale_check: { input: SaleDraft; output: SaleCheck };
  /** 修改销售与回执卡；被退回的卡随即重新报送。 */
  sale_amend: { input: SaleAmend; output: Written<SaleView> };
  /** 收回用户签好字的回执卡。 */
  card_collect: { input: CardCollect; output: Written<SaleView> };
  /** 一次收回许多张签字卡：日期和同意相同，收不了的逐张写明原因。 */
  cards_collect: { input: CardsCollect; output: Written<CardsCollected> };
  /** 作废一笔销售和它的回执卡。 */
  sale_void: { input: VoidInput; output: Written<SaleView> };
  /** 一笔销售的全部内容。 */
  sale_show: { input: ById; output: SaleView };
  /** 销售与回执卡列表。 */
  sale_list: { input: SaleQuery; output: Page<SaleRow> };
  /** 登记一件报修：不认识的机器照常受理，时限按厂家的政策包起算。 */
  call_open: { input: CallDraft; output: Written<CallView> };
  /** 修改一件报修；接到时间、区域、紧急程度、厂家改了要写原因，时限重新计算。 */
  call_amend: { input: CallAmend; output: Written<CallView> };
  /** 登记一步：安排、告知、备案、派工、到达、完工、签字、销号；也用来更正或撤回一步。 */
  call_step: { input: CallStep; output: Written<CallView> };
  /** 作废一件报修。 */
  call_void: { input: VoidInput; output: Written<CallView> };
  /** 一件报修：步骤、时限和理由。 */
  call_show: { input: ById; output: CallView };
  /** 报修登记：没派工的排在最前。 */
  call_list: { input: CallQuery; output: Page<CallRow> };
  /** 这个电话是谁：用户、机器、还没办完的报修。 */
  call_from: { input: CallerQuery; output: CallerView };
  /** 这台机器还有什么没办完，在不在三包期内，回执卡收回没有，在不在店。 */
  call_machine: { input: CallMachine; output: CalledMachine | null };
  /** 收下一台机器，开商品领取收据：不认识的机器照常收下。 */
  custody_open: { input: CustodyDraft; output: Written<CustodyView> };
  /** 修改在店机器的领取收据；改约归还日期要写原因。 */
  custody_amend: { input: CustodyAmend; output: Written<CustodyView> };
  /** 交还机器，收回收据作废；没修就取走要写原因，维修占用天数到这天为止。 */
  custody_give: { input: CustodyGive; output: Written<CustodyView> };
  /** 撤回登记错的交还。 */
  custody_undo: { input: VoidInput; output: Written<CustodyView> };
  /** 作废一张机器还在店的领取收据。 */
  custody_void: { input: VoidInput; output: Written<CustodyView> };
  /** 一张领取收据的全部内容。 */
  custody_show: { input: ById; output: CustodyView };
  /** 客户商品进出登记簿：过了约定日期的排在最前。 */
  custody_list: { input: CustodyQuery; output: Page<CustodyRow> };
  /** 修护卡：计划修理内容，开工和收工时间。 */
  job_card_save: { input: JobCardInput; output: Written<RepairView> };
  /** 主任检验修好的机器：合格，或返工并写明哪里不合格。 */
  job_card_inspect: { input: JobInspect; output: Written<RepairView> };
  /** 在故障树里找故障：现象、部位、原因、拼音首字母或代码。 */
  fault_find: { input: FaultQuery; output: Array<FaultHit> };
  /** 以前填过的维修人员、责任归属，供表单里挑选。 */
  words_used: { input: WordsQuery; output: Array<string> };
  /** 登记一张维修单。 */
  repair_open: { input: RepairDraft; output: Written<RepairView> };
  /** 检查一张维修单，不保存：保存会改动机器和用户的什么。 */
  repair_check: { input: RepairCheck; output: Array<Notice> };
  /** 修改维修单；已提交的随即重新报送。 */
  repair_amend: { input: RepairAmend; output: Written<RepairView> };
  /** 一台机器某一天是否在三包期内，带理由；表单据此建议保内或保外。 */
  repair_coverage: { input: CoverageQuery; output: CoverageProposal };
  /** 按厂家规定算一张维修单的费用，不保存：金额、公式、出处；算不出的写明缺什么。 */
  repair_fees: { input: RepairCheck; output: Array<FeeView> };
  /** 提交完工且已签字的维修单，排队报送。 */
  repair_submit: { input: ById; output: Written<RepairView> };
  /** 作废一张维修单。 */
  repair_void: { input: VoidInput; output: Written<RepairView> };
  /** 一张维修单的全部内容。 */
  repair_show: { input: ById; output: RepairView };
  /** 维修单列表。 */
  repair_list: { input: RepairQuery; output: Page<RepairRow> };
  /** 一张单、一台机器或一位用户的照片和签字。 */
  attachment_list: { input: AttachedQuery; output: AttachmentList };
  /** 一张照片或签字的图；文件不见了或被改动过就说明。 */
  attachment_picture: { input: PictureQuery; output: PictureView };
  /** 给一张单加照片，可以一次许多张；不是照片的逐个写明原因，其余照收。 */
  photos_add: { input: PhotosInput; output: Written<PhotosAdded> };
  /** 用户在屏幕上签字，或拍下签过字的纸；重签要写原因，原来的留着。 */
  signature_add: { input: SignatureInput; output: Written<AttachmentList> };
  /** 旧件列表。 */
  old_part_list: { input: OldPartQuery; output: Page<OldPartView> };
  /** 移动旧件：入库、用户留存、销毁、丢失、留店。 */
  old_part_move: { input: OldPartMove; output: Written<OldPartView> };
  /** 把旧件装批发运。 */
  parts_batch_send: { input: PartsBatchDraft; output: Written<PartsBatchView> };
  /** 更正一批旧件的运单：件数、承运单位、运单号；每件随即重新报送。 */
  parts_batch_amend: { input: PartsBatchAmend; output: Written<PartsBatchView> };
  /** 旧件批次列表。 */
  parts_batch_list: { input: CatalogueQuery; output: Page<PartsBatchView> };
  /** 开始装箱：一批、一个厂家。 */
  packing_open: { input: PackingDraft; output: Written<PackingView> };
  /** 扫一张旧件标签，装进第几箱；装不了的随即说明原因。 */
  packing_scan: { input: PackingScan; output: Written<PackingView> };
  /** 把一件旧件从箱里取出。 */
  packing_take_out: { input: PackingTakeOut; output: Written<PackingView> };
  /** 封箱：毛重、封条号。 */
  packing_seal: { input: PackingSeal; output: Written<PackingView> };
  /** 拆封，写明原因。 */
  packing_reopen: { input: VoidInput; output: Written<PackingView> };
  /** 取消装箱：箱里的旧件都回货架。 */
  packing_dissolve: { input: VoidInput; output: Written<PackingView> };
  /** 把封好的箱发运：运单，或随送货车。 */
  packing_send: { input: PackingSend; output: Written<PartsBatchView> };
  /** 还没有发运的装箱。 */
  packing_list: { input: PackingQuery; output: Array<PackingRow> };
  /** 一批装箱：每箱有什么，还有什么没有装。 */
  packing_show: { input: ById; output: PackingView };
  /** 一批旧件：每件的验收和鉴定。 */
  parts_batch_show: { input: ById; output: BatchView };
  /** 生成一批旧件的三包旧件返回清单，总部填写栏留空。 */
  parts_batch_export: { input: PartsSheetInput; output: Written<ReportFile> };
  /** 按纸面录入总部的验收和鉴定；在此录入、未签名。 */
  part_results_save: { input: PartResultsInput; output: Written<BatchView> };
  /** 短少和异议的下一步：找到、认定丢失、有争议、提出异议、总部答复。 */
  part_settle: { input: PartSettle; output: Written<PartResultView> };
  /** 总部验收过的旧件：要处理的排在最前。 */
  part_result_list: { input: PartResultQuery; output: Page<PartResultView> };
  /** 以旧换新登记：哪件新件换了哪件旧件，换回了没有，占用多少钱。 */
  exchange_list: { input: ExchangeQuery; output: Page<ExchangeRow> };
  /** 以旧换新的厂家各有多少新件在外：铺底金额、占用金额、旧件最晚返厂日期。 */
  exchange_sums: { input: MoneyQuery; output: Array<ExchangeSum> };
  /** 登记换回的新件，或按成本价购买；写错了写明原因更正。 */
  exchange_save: { input: ExchangeInput; output: Written<ExchangeRow> };
  /** 期初在店旧件。 */
  opening_parts_add: { input: OpeningParts; output: Written<Array<OldPartView>> };
  /** 期初在途核销。 */
  opening_claims_add: { input: OpeningClaims; output: Written<Array<OpeningClaimView>> };
  /** 期初在途核销列表。 */
  opening_claim_list: { input: Nothing; output: Array<OpeningClaimView> };
  /** 登记总部对一笔期初在途核销的核定：核定金额、抵扣货款；已经登记过的写明原因更正。 */
  opening_claim_settle: { input: OpeningClaimSettle; output: Written<OpeningClaimView> };
  /** 作废一笔期初在途核销；它记的抵扣一起作废。 */
  opening_claim_void: { input: VoidInput; output: Written<OpeningClaimView> };
  /** 还没有申请核销的三包维修单：哪些可以申请，哪些还缺什么。 */
  claim_ready: { input: ClaimReadyQuery; output: ClaimReady };
  /** 申请核销：一张申请，一个厂家，一个月。 */
  claim_open: { input: ClaimDraft; output: Written<ClaimView> };
  /** 作废一份总部还没有核定的核销申请。 */
  claim_void: { input: VoidInput; output: Written<ClaimView> };
  /** 一份核销申请：每行的核定、核销通知。 */
  claim_show: { input: ById; output: ClaimView };
  /** 核销申请列表。 */
  claim_list: { input: CatalogueQuery; output: Page<ClaimRow> };
  /** 从一份申请里撤出一行，写明原因；那张维修单可以更正、作废或再申请。 */
  claim_withdraw: { input: ClaimWithdraw; output: Written<ClaimView> };
  /** 按纸面录入总部的核定；在此录入、未签名。 */
  claim_decide: { input: ClaimDecide; output: Written<ClaimView> };
  /** 按纸面录入核销通知；在此录入、未签名。 */
  notice_save: { input: NoticeInput; output: Written<ClaimView> };
  /** 答复核销通知：确认，或提出异议。 */
  notice_answer: { input: NoticeReply; output: Written<ClaimView> };
  /** 核销通知确认以后补记抵扣日期。 */
  notice_deducted: { input: NoticeDeducted; output: Written<ClaimView> };
  /** 生成三包费用核销申请表，总部填写栏留空。 */
  claim_export: { input: ClaimExport; output: Written<ReportFile> };
  /** 看懂总部回填的表，不保存。 */
  decisions_check: { input: DecisionsInput; output: DecisionsOutcome };
  /** 收下总部回填的表；不对的行逐行写明原因，其余照收。 */
  decisions_take: { input: DecisionsInput; output: Written<DecisionsOutcome> };
  /** 厂家欠的钱：已核定、可申请、已申请待核定、有风险、已损失，每个数都能展开。 */
  money: { input: MoneyQuery; output: Array<MoneyView> };
  /** 用户付款、已完工、还没有开收据的维修单。 */
  receipt_ready: { input: ReceiptReadyQuery; output: Page<ReceiptReadyRow> };
  /** 看一张维修单的收据会怎么开，不保存：金额、配件最高价、收款方式、开不了的原因。 */
  receipt_check: { input: ById; output: ReceiptCheck };
  /** 开一张有偿服务收据。 */
  receipt_open: { input: ReceiptDraft; output: Written<ReceiptView> };
  /** 补记一张收据的发票和收款。 */
  receipt_settle: { input: ReceiptSettle; output: Written<ReceiptView> };
  /** 作废一张收据；维修单可以再开。 */
  receipt_void: { input: VoidInput; output: Written<ReceiptView> };
  /** 一张收据。 */
  receipt_show: { input: ById; output: ReceiptView };
  /** 有偿服务收据列表，带每天的合计。 */
  receipt_list: { input: ReceiptQuery; output: ReceiptPage };
  /** 一个厂家一个季度的服务费：有效回执卡数、公式、已存的结算表。 */
  service_fee_show: { input: ServiceFeeQuery; output: ServiceFeeView };
  /** 存一份季度结算表；没有确认的可以再存一版。 */
  service_fee_save: { input: ServiceFeeInput; output: Written<FeeStatementView> };
  /** 一个厂家一年按销售额结算的服务费：往来账里的进货、公式、是否约定。 */
  sales_fee_show: { input: SalesFeeQuery; output: SalesFeeView };
  /** 存一份按销售额的年度结算表；没有确认的可以再存一版。 */
  sales_fee_save: { input: SalesFeeInput; output: Written<FeeStatementView> };
  /** 按总部的结算金额确认结算表；有差额要写明。 */
  service_fee_confirm: { input: ServiceFeeConfirm; output: Written<FeeStatementView> };
  /** 撤回一个季度服务费的确认，往来账里那一行随之作废；可以再确认。 */
  service_fee_undo: { input: VoidInput; output: Written<FeeStatementView> };
  /** 生成服务费季度结算表。 */
  service_fee_export: { input: ServiceFeeExport; output: Written<ReportFile> };
  /** 与一个厂家的往来账：每行之后还欠多少货款，各类合计。 */
  payable_list: { input: PayableQuery; output: PayableView };
  /** 记一行往来账：进货、付款、服务费、运费、其他；核销抵扣由核销通知自己记。 */
  payable_add: { input: PayableInput; output: Written<PayableRow> };
  /** 作废一行往来账。 */
  payable_void: { input: VoidInput; output: Written<PayableRow> };
  /** 新增或修改机型（按厂家与型号）。 */
  model_save: { input: ModelInput; output: Written<ModelView> };
  /** 机型列表。 */
  model_list: { input: CatalogueQuery; output: Page<ModelView> };
  /** 新增或修改配件（按编码）。 */
  part_save: { input: PartInput; output: Written<PartView> };
  /** 配件列表。 */
  part_list: { input: CatalogueQuery; output: Page<PartView> };
  /** 用户列表。 */
  customer_list: { input: CatalogueQuery; output: Page<CustomerRow> };
  /** 一位用户：买过什么、修过什么。 */
  customer_show: { input: ById; output: CustomerView };
  /** 修改用户资料。 */
  customer_amend: { input: CustomerAmend; output: Written<CustomerRow> };
  /** 整机列表。 */
  unit_list: { input: CatalogueQuery; output: Page<UnitRow> };
  /** 一台整机的全部历史。 */
  unit_show: { input: ById; output: UnitView };
  /** 按出厂编号找整机。 */
  unit_find: { input: UnitBySerial; output: UnitView | null };
  /** 登记用户的三包要求：换货、退货、修理、补发凭证；期限从提出之日起算。 */
  demand_open: { input: DemandDraft; output: Written<DemandView> };
  /** 记下用户要求的答复和办结。 */
  demand_settle: { input: DemandSettle; output: Written<DemandView> };
  /** 作废一项用户要求。 */
  demand_void: { input: VoidInput; output: Written<DemandView> };
  /** 开一件换货退货：从用户今天的权利，或从用户的要求；依据照当天说的留存。 */
  remedy_open: { input: RemedyDraft; output: Written<RemedyView> };
  /** 记下一份材料：已有、还缺，或谁同意免交。 */
  remedy_paper: { input: RemedyPaper; output: Written<RemedyView> };
  /** 登记换货退货的一步：答复用户、用户选择、报总部、总部答复、结案；也用来更正或撤回一步。 */
  remedy_step: { input: RemedyStepInput; output: Written<RemedyView> };
  /** 办结：换整机、换部件、退货退款、继续修理、用户撤回、不予办理。 */
  remedy_settle: { input: RemedySettle; output: Written<RemedyView> };
  /** 作废一件还没有给出机器或货款的换货退货。 */
  remedy_void: { input: VoidInput; output: Written<RemedyView> };
  /** 撤销换错、退错了的机器：新机的销售和凭证作废，旧机的照原样恢复。 */
  remedy_undo: { input: VoidInput; output: Written<RemedyView> };
  /** 一件换货退货：依据、材料、步骤、期限、钱。 */
  remedy_show: { input: ById; output: RemedyView };
  /** 换货退货登记：没办结的排在最前。 */
  remedy_list: { input: RemedyQuery; output: Page<RemedyRow> };
  /** 一台整机今天的三包期、期限和用户权利，每项都带理由。 */
  unit_rights: { input: RightsQuery; output: UnitRights };
  /** 按现行政策和日历，把没到期的期限和三包期重新算一遍；取消后下次接着算。 */
  law_recompute: { input: LawRecompute; output: Written<LawRecomputed> };
  /** 政策包、核对情况、待安装的政策包和工作日历。 */
  policy_list: { input: Nothing; output: PolicyShelf };
  /** 一个政策包的全部规则：内容、出处、原文、是否核对、是否低于法定。 */
  policy_show: { input: ById; output: PackView };
  /** 看懂一个政策包，不安装：签名、规则差别、低于法定的规则、会移动的日期。 */
  policy_check: { input: PackSource; output: PackPreview };
  /** 安装看过差别的政策包。 */
  policy_install: { input: PackInstall; output: Written<PackRow> };
  /** 核对一条规则，或取消核对。 */
  policy_tick: { input: TickInput; output: Written<RuleView> };
  /** 看懂一份工作日历，不安装。 */
  calendar_check: { input: CalendarSource; output: CalendarPreview };
  /** 安装看过的工作日历。 */
  calendar_install: { input: CalendarInstall; output: Written<CalendarRow> };
  /** 把一个列表按现在的筛选导出成 .xlsx 或 .csv。 */
  list_export: { input: ListExport; output: ListFile };
  /** 看一个拖进窗口的文件是什么：总部回填的表、答复文件、政策包、日历；什么都不写。 */
  file_look: { input: FileLookInput; output: FileLook };
  /** 一项正在做的长活做到哪里了；没有在做就是空。 */
  task_show: { input: ById; output: TaskView | null };
  /** 取消一项正在做的长活。 */
  task_stop: { input: ById; output: TaskView | null };
  /** 看懂一个文件，不保存。 */
  import_preview: { input: ImportInput; output: ImportPreview };
  /** 导入一个文件。 */
  import_run: { input: ImportInput; output: Written<ImportOutcome> };
  /** 预览一张月报。 */
  report_preview: { input: PreviewInput; output: SheetView };
  /** 生成月报文件。 */
  report_build: { input: ReportBuild; output: Written<Array<ReportFile>> };
  /** 把一个月的报表排队报送总部。 */
  report_send: { input: ReportSend; output: Written<Array<ReportRunView>> };
  /** 一个月的报表最迟哪天要到总部，带理由；合同留了空就说要填什么，没有约定就是空。 */
  report_due: { input: MonthInput; output: DeadlineView | null };
  /** 一个月生成过的报表。 */
  report_runs: { input: MonthInput; output: Array<ReportRunView> };
  /** 登记一次月报报送：邮寄、随货车、传真、送达或文件；联网报送由程序自己登记。 */
  submission_save: { input: SubmissionDraft; output: Written<SubmissionRow> };
  /** 更正一次月报报送，写明原因。 */
  submission_amend: { input: SubmissionAmend; output: Written<SubmissionRow> };
  /** 登记总部对一次月报报送的回执，或退回。 */
  submission_answer: { input: SubmissionAnswer; output: Written<SubmissionRow> };
  /** 作废一次月报报送，写明原因。 */
  submission_void: { input: VoidInput; output: Written<SubmissionRow> };
  /** 月报报送台账：哪个月的月报走哪条路交给了总部，回执号是多少。 */
  submission_list: { input: SubmissionQuery; output: Page<SubmissionRow> };
  /** 应报的月份：哪个厂家哪个月的月报还没有报齐，应在哪天前报，缺什么。 */
  months_due: { input: MonthsDueQuery; output: Array<MonthDueRow> };
  /** 一个厂家的一个月结账了没有：谁结的、哪些表。 */
  month_show: { input: MonthInput; output: MonthShow };
  /** 结账前核对：没提交的维修单、没修完的、缺零件的、没收回的回执卡，各表和上月的数。 */
  month_review: { input: MonthInput; output: MonthReview };
  /** 结账：把这个月报出去的数留底，以后的改动到下一个月的更正里。 */
  month_close: { input: MonthCloseInput; output: Written<MonthShow> };
  /** 更正：结账以后改了的，哪些等着进下一个月的报表，哪些已经报了。 */
  month_corrections: { input: MonthInput; output: MonthCorrections };
  /** 一条记录在结了账的月份里报过什么，后来在哪个月的报表里更正。 */
  record_reported: { input: RecordReportedInput; output: Array<ReportedLine> };
  /** 重印结了账的报表：和当时一个字节不差。 */
  report_reprint: { input: ReprintInput; output: Reprinted };
  /** 一个月和上月、上年同月对比：报修、维修、零件、销售、回执卡、费用。 */
  month_compare: { input: MonthInput; output: CompareView };
  /** 一个月的图表：型号和部位、修理天数、回执卡剩余天数。 */
  month_charts: { input: MonthInput; output: ChartsView };
  /** 一个月的一个数字由哪些记录组成。 */
  month_rows: { input: MonthRowsQuery; output: Page<MonthRow> };
  /** 一个月的服务指标：回访率、满意率、投诉办结率、配件正确率，按技术员和机型。 */
  statistics_show: { input: MonthInput; output: StatisticsView };
  /** 一个指标由哪些记录组成。 */
  statistics_rows: { input: StatisticsRowsQuery; output: Page<StatisticsRow> };
  /** 总部的报表模板：每个厂家每张报表的各版，和模板里能用的标记。 */
  template_list: { input: Nothing; output: TemplateShelf };
  /** 检查一份总部的 .xlsx 模板，不保存：重复行、标记；不对的逐处写明。 */
  template_check: { input: TemplateSource; output: TemplatePreview };
  /** 载入一份总部的 .xlsx 模板：这个厂家的这张报表从此照它填写。 */
  template_save: { input: TemplateInput; output: Written<TemplateRow> };
  /** 停用一版模板；这张报表改用本程序的版式。 */
  template_void: { input: VoidInput; output: Written<TemplateRow> };
  /** 打印一张纸：三包回执卡、修理记录、旧件标签、装箱单，生成 PDF。 */
  print_make: { input: PrintMake; output: Written<PrintFile> };
  /** 补打：把以前打印过的一张纸按当时的样子再打印一次。 */
  print_again: { input: PrintAgain; output: Written<PrintFile> };
  /** 打印一个月的报表：先照常生成，再按原样做成一份 PDF；不指定就打印全套，按顺序装订。 */
  report_print: { input: ReportPrint; output: Written<PrintFile> };
  /** 打印以前生成过的报表：当时的文件什么样，纸上就什么样。 */
  report_print_runs: { input: ReportPrintRuns; output: Written<PrintFile> };
  /** 打印一份核销申请表或服务费季度结算表：导出的文件什么样，纸上就什么样。 */
  report_print_of: { input: ReportPrintOf; output: Written<PrintFile> };
  /** 一条记录打印过什么，最近的在前。 */
  print_list: { input: ById; output: Array<PrintView> };
  /** 登记簿：每种表单登记了多少，没办结的、超期的各几件。 */
  form_list: { input: Nothing; output: Array<FormGroup> };
  /** 一种表单：分节、栏目、状态、步骤。 */
  form_show: { input: FormKey; output: FormView };
  /** 一本登记簿：查找、按月份、状态和栏目筛选，带合计。 */
  entry_list: { input: EntryQuery; output: EntryPage };
  /** 一件登记：内容、期限、经过、能走的步骤。 */
  entry_show: { input: ById; output: EntryView };
  /** 开一件登记：默认值、带入的内容、从记录里取来的行；不保存。 */
  entry_new: { input: EntryNew; output: EntryDraftView };
  /** 检查一件登记，不保存：算出的栏目、隐藏的、必填的、拒绝的。 */
  entry_check: { input: EntryCheck; output: EntryChecked };
  /** 保存一件登记；办结或报送过的要写原因。 */
  entry_save: { input: EntryInput; output: Written<EntryView> };
  /** 一件登记走一步：指派、答复、办结。 */
  entry_step: { input: EntryStep; output: Written<EntryView> };
  /** 改用新版表单：原来的内容照旧，旧版留在经过里。 */
  entry_raise: { input: EntryRaise; output: Written<EntryView> };
  /** 总部来文没有收成登记的，原因没有了再收一次；已收的就打开。 */
  paper_take: { input: ById; output: Written<EntryView> };
  /** 作废一件登记，写明原因。 */
  entry_void: { input: VoidInput; output: Written<EntryView> };
  /** 哪些登记写到了这条记录：一台机器、一位用户、一件报修。 */
  entries_of: { input: RecordRef; output: Array<EntryRow> };
  /** 给登记的栏目找一条记录：用户、机器、报修、维修单、配件、另一件登记。 */
  ref_find: { input: RefQuery; output: Array<RefHit> };
  /** 用一次性代码在总部登记本机。 */
  enrol: { input: EnrolInput; output: Written<PrincipalView> };
  /** 立即报送并取回总部的答复。 */
  sync_now: { input: SyncNow; output: Written<Array<SyncLine>> };
  /** 没有网络时：把一个厂家待报送的记录写成加密文件，交给总部。 */
  sync_to_file: { input: FileOut; output: Written<FileSent> };
  /** 取回总部对这种文件的答复。 */
  sync_from_file: { input: FileIn; output: Written<FileTaken> };
  /** 一个厂家一个月：有回执的记录同总部现在有的逐条对，不一样的列出编号。 */
  reconcile: { input: MonthInput; output: Reconciled };
  /** 各厂家的报送情况。 */
  sync_status: { input: Nothing; output: Array<SyncLine> };
  /** 报送台账。 */
  outbox_list: { input: OutboxQuery; output: Page<OutboxRow> };
  /** 报送台账每个筛选各有几行。 */
  outbox_counts: { input: OutboxQuery; output: OutboxCounts };
  /** 一条记录被总部退回的原因，还没有改正的；没有被退回就是空。 */
  record_returned: { input: ById; output: OutboxRow | null };
  /** 总部退回、但内容没有错的记录照原样再报一次。 */
  outbox_again: { input: OutboxLineInput; output: Written<OutboxRow> };
  /** 怎么连到总部：代理服务器、加上的根证书。 */
  network_show: { input: Nothing; output: NetworkView };
  /** 设置代理服务器：跟随系统、不用、手工填写；密码只存不显示。 */
  network_save: { input: NetworkInput; output: Written<NetworkView> };
  /** 看一个证书文件里有哪些根证书，不保存。 */
  authority_check: { input: AuthorityFile; output: Array<AuthorityView> };
  /** 加上看过指纹的根证书：公司网络或总部自己的。 */
  authority_add: { input: AuthorityAdd; output: Written<NetworkView> };
  /** 去掉一个加上的根证书。 */
  authority_drop: { input: AuthorityDrop; output: Written<NetworkView> };
  /** 总部发来的消息。 */
  inbox_list: { input: CatalogueQuery; output: Page<InboxRow> };
  /** 标记消息已读。 */
  inbox_read: { input: ById; output: Written<null> };
  /** 立即备份。 */
  backup_now: { input: BackupInput; output: Written<BackupView> };
  /** 现有备份。 */
  backup_list: { input: Nothing; output: Array<BackupView> };
  /** 从备份恢复；现有数据先另存。 */
  backup_restore: { input: RestoreInput; output: Written<DoctorView> };
  /** 从头开始，新建一份空的数据库：丢失或损坏、又不恢复时用；旧备份改名留下。 */
  begin_anew: { input: Nothing; output: Written<DoctorView> };
  /** 用恢复码打开钥匙不见了的数据；钥匙随即放回这台电脑。 */
  unlock: { input: UnlockInput; output: Written<DoctorView> };
  /** 数据加密的情况：开了没有，钥匙在哪里，还有多少份没加密的备份。 */
  encryption_show: { input: Nothing; output: EncryptionView };
  /** 生成一个恢复码，只显示这一次；输回最后一组以后才算数。 */
  encryption_code: { input: Nothing; output: RecoveryCodeView };
  /** 把刚生成的恢复码排成一页纸；输回最后一组以后，这个文件随即删除。 */
  encryption_print: { input: Nothing; output: RecoveryPage };
  /** 开启数据加密：数据库和备份文件夹里的备份都加密。 */
  encryption_on: { input: EncryptionOn; output: Written<EncryptionView> };
  /** 换一个恢复码；以前的那个随即作废。 */
  encryption_renew: { input: EncryptionRenew; output: Written<EncryptionView> };
  /** 关闭数据加密：数据库变回没有加密的。 */
  encryption_off: { input: EncryptionOff; output: Written<EncryptionView> };
  /** 自检：完整性、数目、待报送、磁盘。 */
  doctor: { input: DoctorInput; output: DoctorView };
  /** 在空的数据库里装入演示数据。 */
  demo_load: { input: DemoInput; output: Written<DeskStatus> };
};

/** What `call` rejects with. */
export type CallError = {
  /** Stable code. */
  code: string;
  /** Field path in the input; empty when about the whole. */
  field: string;
  /** Chinese sentence. */
  message: string;
  /** Every refused field when there are several. */
  fields: Array<RefusedField>;
};
