// Red: money lost or a date passed. Amber: at risk. Accent: done. Everything else is quiet.
export type Tone = 'quiet' | 'good' | 'risk' | 'bad';
