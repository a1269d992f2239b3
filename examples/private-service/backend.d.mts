import type { Server } from 'node:http';

export const backend: Server;
