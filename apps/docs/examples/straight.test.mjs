import { describe, it } from 'node:test';
import { schedulerContract } from '@braingen/scheduler/contract';
import straight from './straight.mjs';

// The tests that every scheduler of Braingen passes. Any runner's describe and it will do.
schedulerContract(straight, { describe, it });
