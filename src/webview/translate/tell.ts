import { telling } from '../shared/telling';

export const { tell, onTell } = telling('translate');
