import type { Commands } from '../types';
import { acknowledge } from './house';
import { found } from './sales';
import { now, type World } from './world';

type Names = 'sync_to_file' | 'sync_from_file' | 'reconcile';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };

/** A file out for head office, and its answer in. */
export function roadCommands(world: World): Handlers {
  return {
    reconcile({ principal, month }) {
      const ours = world.outbox.filter((r) => r.state === 'acked' && r.principal === principal).length;
      const [digest, their_digest] = ['0'.repeat(32), '0'.repeat(32)];
      const torn = world.outbox.find((r) => r.state === 'acked' && r.principal === principal);
      if (month === '2026-09' && torn) {
        const { no, title, kind, record_id, rev } = torn;
        const says = `${month} 有回执的 ${ours} 条里，总部现在缺 1 条：${no}。请点「立即报送」，会自动补报`;
        const unlike = [{ no, title, kind, record_id, rev, other: false }];
        return { principal, month, ours, theirs: ours - 1, digest, their_digest, unlike, sentence: says };
      }
      const sentence = `${month} 有回执的 ${ours} 条，总部都在，一条不差`;
      return { principal, month, ours, theirs: ours, digest, their_digest, unlike: [], sentence };
    },
    sync_to_file({ principal, path }) {
      const maker = found(
        world.makers.find((m) => m.enrolled && (!principal || m.code === principal)),
        '厂家',
      );
      if (path.endsWith('.xlsx'))
        throw {
          code: 'bad_input',
          field: 'path',
          message: '输入不合要求：这里已有别的文件，没有覆盖它。请换一个文件名',
          fields: [],
        };
      const waiting = world.outbox.filter((r) => r.state === 'pending' && r.principal === maker.code);
      world.filesSent[maker.code] = now();
      const value = {
        path,
        principal: maker.code,
        principal_name: maker.name,
        made_at: now(),
        records: waiting.length,
        files: 0,
        left: 0,
        sentence: `${waiting.length} 条记录已写进给${maker.name}总部的文件。文件已加密，只有总部打得开；请交给总部，取回答复文件后才算报到`,
      };
      return { value, touched: ['sync'] };
    },
    sync_from_file({ path }) {
      const [code] = Object.keys(world.filesSent);
      if (!code || path.includes('half'))
        throw {
          code: 'truncated',
          field: '',
          message: '文件不完整，后面缺了一段，什么都没有改动。请重新拷贝，或请总部再写一次答复',
          fields: [],
        };
      const waiting = world.outbox.filter((r) => r.state === 'pending' && r.principal === code);
      for (const row of waiting) acknowledge(world, row);
      delete world.filesSent[code];
      const name = world.makers.find((m) => m.code === code)?.name ?? code;
      const value = {
        principal: code,
        principal_name: name,
        made_at: now(),
        records: waiting.length,
        acked: waiting.length,
        rejected: 0,
        deferred: 0,
        known: 0,
        received: 0,
        files: 0,
        again: false,
        older: false,
        more: false,
        sentence: `${name}总部的答复：${waiting.length} 条已报到`,
      };
      return { value, touched: ['sync', 'card', 'repair', 'old_part', 'report'] };
    },
  };
}
