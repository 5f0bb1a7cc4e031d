import type { AttachmentList, AttachmentView, Commands, RefusedField, RepairView } from '../types';
import { found, refuse } from './sales';
import { newId, TODAY, type World } from './world';

type Handlers<C extends keyof Commands> = {
  [K in C]: (input: Commands[K]['input']) => Commands[K]['output'];
};
type Names = 'attachment_list' | 'attachment_picture' | 'photos_add' | 'signature_add';
type Asked = Commands['attachment_list']['input'];

const NOW = 1_795_230_000_000;

export function signingOf(world: World, repair: RepairView): string {
  const relations = {
    own: '本人',
    family: '家属',
    employee: '雇工',
    other: '其他',
    technician: '技术员代签',
  };
  const one = world.attachments.find(
    (a) => a.record_id === repair.id && a.kind !== 'photo' && a.superseded === null,
  );
  if (one) return `已签字：${one.signer}（${one.relation ? relations[one.relation] : ''}）`;
  return repair.draft.user_signed ? '纸面已签，未留图' : '未签字';
}

/** A picture that says what it is, so that one sees which one is shown. */
function painted(one: AttachmentView, whole: boolean): string {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = whole ? [1200, 900] : [320, 240];
  const pen = canvas.getContext('2d');
  if (pen) {
    const hue = [...one.id].reduce((sum, letter) => sum + letter.charCodeAt(0) * 47, 0) % 360;
    pen.fillStyle = one.kind === 'photo' ? `hsl(${hue} 35% 55%)` : '#ffffff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = '#17211d';
    pen.font = `${canvas.height / 5}px sans-serif`;
    pen.fillText(one.signer || one.caption || '照片', canvas.width / 8, canvas.height / 2);
  }
  return canvas.toDataURL('image/png').split(',')[1] ?? '';
}

export function evidenceCommands(world: World): Handlers<Names> {
  const listOf = ({ of, id }: Asked): AttachmentList => {
    const papers = new Set(
      world.repairs.filter((r) => r.unit_id === id || r.customer_id === id).map((r) => r.id),
    );
    const rows = world.attachments.filter((a) =>
      of === 'unit' || of === 'customer' ? papers.has(a.record_id) : a.record_id === id,
    );
    const standing = rows.find((a) => a.kind !== 'photo' && a.superseded === null);
    const notices =
      standing?.relation === 'technician'
        ? [
            {
              field: 'relation',
              code: 'signed_by_technician',
              message: `「${standing.signer}」是技术员代签的，总部可能不认。用户在时请补签`,
            },
          ]
        : [];
    return structuredClone({ rows, standing: standing?.id ?? null, notices });
  };
  const blank = (subject: AttachmentView['subject'], record_id: string): AttachmentView => ({
    id: newId('a'),
    subject,
    record_id,
    record_no: world.repairs.find((r) => r.id === record_id)?.no ?? '',
    kind: 'photo',
    tag: null,
    caption: '',
    field: '',
    taken_on: TODAY,
    added_at: NOW,
    device: 'A',
    clock_suspect: false,
    signer: '',
    relation: null,
    width: 1600,
    height: 1200,
    sha256: '',
    superseded: null,
  });
  return {
    attachment_list: listOf,
    attachment_picture({ id, whole }) {
      const one = found(
        world.attachments.find((a) => a.id === id),
        '照片',
      );
      if (one.caption === '不见了') {
        const message = '这张图的文件找不到了。请从备份恢复，文件会跟着回来';
        throw Object.assign(new Error(message), { code: 'picture_missing', field: '', message, fields: [] });
      }
      return { mime: 'image/png', data: painted(one, whole === true) };
    },
    photos_add({ subject, id, paths, tag, caption, field }) {
      const refused = paths
        .filter((path) => !/\.(jpe?g|png)$/i.test(path))
        .map((path) => ({
          path,
          code: 'photo_other',
          message: `「${path.split('/').pop() ?? ''}」不是照片：只收 JPG 和 PNG。请换一个文件，或先另存成 JPG`,
        }));
      const good = paths.filter((path) => /\.(jpe?g|png)$/i.test(path));
      const fresh = good.filter(
        (path) => !world.attachments.some((a) => a.record_id === id && a.sha256 === path),
      );
      for (const sha256 of fresh)
        world.attachments.push({ ...blank(subject, id), sha256, tag: tag ?? null, caption, field });
      const value = {
        list: listOf({ of: subject, id }),
        added: fresh.length,
        known: good.length - fresh.length,
        refused,
      };
      return { value, touched: subject === 'submission' ? ['report'] : ['repair', 'call', 'sale', 'entry'] };
    },
    signature_add({ subject, id, field, signer, relation, strokes, paper, reason }) {
      const before = world.attachments.find(
        (a) => a.record_id === id && a.field === field && a.kind !== 'photo' && a.superseded === null,
      );
      const bad: RefusedField[] = [];
      const missing = (field: string, label: string) =>
        bad.push({ field, code: 'missing', message: `${label}没有填` });
      if (!signer.trim()) missing('signer', '签字人');
      if (!paper.trim() && strokes.flat().length < 3) {
        const message = '还没有签字，或只点了一下。请用户在框里写上姓名；签不了的，请拍下签过字的纸';
        bad.push({ field: 'strokes', code: 'no_ink', message });
      }
      if (before && !reason.trim()) missing('reason', '重签的原因');
      if (bad.length > 0) refuse(bad);
      if (before) before.superseded = reason;
      const kind = paper.trim() ? 'paper' : 'signature';
      world.attachments.push({ ...blank(subject, id), field, kind, signer, relation: relation ?? null });
      const repair = world.repairs.find((r) => r.id === id);
      if (repair) {
        repair.draft.user_signed = true;
        repair.rev += 1;
        repair.signing = signingOf(world, repair);
      }
      return { value: listOf({ of: subject, id }), touched: ['repair', 'call', 'sync', 'entry'] };
    },
  };
}
