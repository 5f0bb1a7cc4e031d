import { expect, it } from 'vitest';
import type { PartView, RepairView } from '../../api/types';
import {
  blankPart,
  blankRepair,
  followWarranty,
  fromRepair,
  takeFault,
  takePart,
  toRepairDraft,
  type RepairModel,
} from './repair-model';

const part = (price_fen: number | null, market_price_fen: number | null): PartView => ({
  id: 'q-1',
  code: '055665',
  name: '轴承6206',
  spec: '',
  unit: '',
  price_fen,
  market_price_fen,
  kind: 'warranty',
  return_required: null,
});

function repair(...parts: PartView[]): RepairModel {
  const model = { ...blankRepair('HH', ''), reported_on: '2026-10-18' };
  for (const one of parts) {
    const line = blankPart();
    takePart(line, one, model.in_warranty);
    model.parts.push(line);
  }
  return model;
}

const tick = (model: RepairModel, inWarranty: boolean): (number | null)[] => {
  model.in_warranty = inWarranty;
  followWarranty(model);
  return model.parts.map((line) => line.price_fen);
};

it('proposed prices follow the tick, typed ones and those on record stay', () => {
  const model = repair(part(8800, 11_000), part(8800, null), part(8800, 11_000));
  model.parts[2]!.price_fen = 9000;
  model.parts.push({ ...blankPart(), id: 'l-1', name: '滤芯', price_fen: 8800 });
  expect(tick(model, false)).toEqual([11_000, 8800, 9000, 8800]);
  expect(tick(model, true)).toEqual([8800, 8800, 9000, 8800]);
});

it('what a price was proposed from does not travel', () => {
  expect(toRepairDraft(repair(part(8800, 11_000)))?.parts[0]).not.toHaveProperty('listed');
});

it('what rights are counted by goes with the repair and comes back', () => {
  const model = repair();
  const wait = { cause: 'waiting_parts' as const, from: '2026-10-19', to: null };
  Object.assign(model, { severity: 'serious', same_as: 'r-1', new_meter: true, old_meter_milli: 820_000 });
  model.waits = [
    { key: 'a', ...wait },
    { key: 'b', cause: 'inspection', from: null, to: null },
  ];
  const draft = toRepairDraft(model);
  expect(draft).toMatchObject({ severity: 'serious', same_as: 'r-1', new_meter: true, waits: [wait] });
  const back = fromRepair({ rev: 1, draft } as unknown as RepairView);
  expect(back).toMatchObject({ severity: 'serious', same_as: 'r-1', old_meter_milli: 820_000 });
  expect(back.waits).toMatchObject([wait]);
});

it('a fault of the tree brings its place and cause, and leaves what the user said', () => {
  const model = repair();
  model.fault = '早上打不着火';
  expect(toRepairDraft(model)?.fault_code, 'in words alone').toBe('');
  const hit = { code: 'TR-0101-0101', place: '', part: '喷油泵', symptom: '不供油', cause: '柱塞磨损' };
  takeFault(model, hit);
  const { fault, fault_code, fault_place, cause } = toRepairDraft(model) ?? {};
  expect([fault, fault_code, fault_place, cause]).toEqual([
    '早上打不着火',
    'TR-0101-0101',
    '喷油泵',
    '柱塞磨损',
  ]);
});
