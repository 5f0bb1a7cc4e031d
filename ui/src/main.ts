import { VueQueryPlugin } from '@tanstack/vue-query';
import { createApp } from 'vue';
import './kit/element';
import App from './App.vue';
import { call } from './api/call';
import { queryClient } from './api/query';
import { keepFocus } from './kit/focus';
import { listenForKeys } from './kit/keys';
import { followLook } from './look';
import { followAddress } from './nav';

followLook();
followAddress();
listenForKeys();
keepFocus();

const app = createApp(App);

/** What nobody caught goes to the log; no personal data, only the error's own words and place. */
function log(where: string, thrown: unknown): void {
  const said = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  void call('log_ui', { message: `${where}: ${said}`.slice(0, 500) }).catch(() => undefined);
}
app.config.errorHandler = (thrown, _component, info) => log(info, thrown);
window.addEventListener('unhandledrejection', (event) => log('promise', event.reason));

app.use(VueQueryPlugin, { queryClient }).mount('#app');
