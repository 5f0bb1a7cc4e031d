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

it('a paper of head office is read as head office wrote it, whether or not the desk knows its form', () => {
  const body = JSON.stringify({ form: 'x', values: { a: 1 }, fields: [{ title: '总分', text: '88.5 分' }] });
  expect(bodyFacts(body, 'form_paper')).toEqual([{ label: '总分', value: '88.5 分' }]);
  expect(bodyFacts('{"form":"x"}', 'form_paper')).toEqual([{ label: 'form', value: 'x' }]);
});

it('what nobody knows is shown as it came', () => {
  expect(bodyFacts('{"due":"2026-12-31"}')).toEqual([{ label: 'due', value: '2026-12-31' }]);
  expect(bodyFacts('torn')).toEqual([{ label: '', value: 'torn' }]);
  expect([kindSays('newer'), recordOf('notice', BODY)]).toEqual(['newer', '']);
});
