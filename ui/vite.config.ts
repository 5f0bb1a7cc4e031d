import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

// `--mode fake` builds the same pages over api/fake.ts, for a plain browser; the real build carries none of it.
export default defineConfig(({ mode }) => ({
  plugins: [vue()],
  base: './',
  define: { __FAKE__: JSON.stringify(mode === 'fake' || mode === 'test') },
  build: {
    outDir: mode === 'fake' ? 'dist-fake' : 'dist',
    // Windows 10's WebView2 is evergreen; macOS 12 and Debian 12 set the floor.
    target: ['chrome111', 'safari16.4'],
    // Assets as files: the content policy allows no data: styles or fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
  },
  server: { port: 5173, strictPort: true, host: '127.0.0.1' },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'] },
}));
