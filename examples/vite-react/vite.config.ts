import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // The port that WEBSITE_ORIGINS names.
  server: { port: 5173, strictPort: true },
});
