import { expect, it } from 'vitest';
import { bodyFacts, kindSays, recordOf } from './inbox-facts';

const BODY = JSON.stringify({
  record_id: '0193',
  rev: 1,
  code: 'sent_back',
  field: 'unit.engine_no',
  message: '发动机号没有填，请补上',
});

it('a message that turned a record back speaks the words of the desk and leads to its record', () => {
  expect(bodyFacts(BODY)).toEqual([{ label: '内容', value: '发动机号没有填，请补上' }]);
  expect([kindSays('rejection'), recordOf('rejection', BODY)]).toEqual(['退回', '0193']);
});

it('what nobody knows is shown as it came', () => {
  expect(bodyFacts('{"due":"2026-12-31"}')).toEqual([{ label: 'due', value: '2026-12-31' }]);
  expect(bodyFacts('torn')).toEqual([{ label: '', value: 'torn' }]);
  expect([kindSays('newer'), recordOf('notice', BODY)]).toEqual(['newer', '']);
});
