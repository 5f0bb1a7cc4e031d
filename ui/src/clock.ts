// Instants as a clerk reads them, in China's civil time whatever the machine is set to. The only clock of the window.

import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';

const FORMAT = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

function parts(at: number): Record<string, string> {
  return Object.fromEntries(FORMAT.formatToParts(at).map((p) => [p.type, p.value]));
}

/** `11月21日 09:05`, with the year when it is not this one. */
export function instant(at: number, now: number = Date.now()): string {
  const p = parts(at);
  const near = `${p.month}月${p.day}日 ${p.hour}:${p.minute}`;
  return p.year === parts(now).year ? near : `${p.year}年${near}`;
}

/** `刚刚`, `5 分钟前`, `3 小时前`, `2 天前` */
export function ago(at: number, now: number = Date.now()): string {
  const minutes = Math.max(0, Math.floor((now - at) / 60_000));
  if (minutes < 1) return '刚刚';
  if (minutes < 60) return `${minutes} 分钟前`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} 小时前`;
  return `${Math.floor(minutes / 1440)} 天前`;
}

/** `3 天`, `5 小时`, `12 分钟`: how long something waits. */
export function age(at: number, now: number = Date.now()): string {
  const minutes = Math.max(0, Math.floor((now - at) / 60_000));
  if (minutes < 1) return '1 分钟内';
  if (minutes < 60) return `${minutes} 分钟`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} 小时`;
  return `${Math.floor(minutes / 1440)} 天`;
}

/** `7 分 12 秒`, `2 小时 5 分`, `730 天`: how far two clocks are apart. */
export function apart(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  const [minutes, hours, days] = [60, 3600, 86_400].map((one) => Math.floor(seconds / one)) as [
    number,
    number,
    number,
  ];
  const two = (more: number, big: string, less: number, small: string): string =>
    less > 0 ? `${more} ${big} ${less} ${small}` : `${more} ${big}`;
  if (hours < 1) return two(minutes, '分', seconds % 60, '秒');
  if (days < 2) return two(hours, '小时', minutes % 60, '分');
  return two(days, '天', hours % 24, '小时');
}

/** `09:42` today, else with its day. */
export function clockTime(at: number, now: number = Date.now()): string {
  const whole = instant(at, now);
  const [day, time = ''] = whole.split(' ');
  return day === instant(now, now).split(' ')[0] ? time : whole;
}

/** This instant, for a form that notes when it was begun. */
export const nowAt = (): number => Date.now();

/** Now, again every so often while a component is on the screen: for clocks that run. */
export function useNow(everyMs = 5_000): Ref<number> {
  const now = ref(Date.now());
  let timer: ReturnType<typeof setInterval> | undefined;
  onMounted(() => (timer = setInterval(() => (now.value = Date.now()), everyMs)));
  onBeforeUnmount(() => clearInterval(timer));
  return now;
}
