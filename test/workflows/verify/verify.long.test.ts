import { describe, expect, it } from 'vitest';
import { FORMS } from '../../tables/forms.js';
import { DATA, MACCS, Place, verified } from './made.js';

describe('a split that is as it was made', () => {
  it('is verified in a series of methods, and of thresholds', async () => {
    const place = new Place();
    const methods = ['random', 'scaffold', 'components'];
    await place.compare('all/', { methods, methodOptions: { threshold: '0.7' } });
    await place.sweep('sweep/', { method: 'components', thresholds: '1,0.8,2/3' });
    for (const name of ['all', 'sweep', 'all/scaffold.csv']) {
      const { summary, failures, one } = await verified(place, name);
      expect(failures).toEqual([]);
      expect([summary.repeated, one.splits]).toEqual([true, 3]);
    }
    const scaffold = place.read('all/scaffold.csv').replace(',train,', ',test,');
    place.write('all/scaffold.csv', scaffold);
    const { failures, summary } = await verified(place, 'all');
    expect(summary.exit_code).toBe(1);
    expect(failures[0]).toBe('checksum scaffold.csv: column "split" differs');
  });

  it('is verified after other programs wrote split and input anew', async () => {
    const place = new Place(DATA.replace(/^(bad|open),.*\n/gm, ''));
    await place.split('s.csv', { method: 'random', ...MACCS });
    const [table, data] = [place.read('s.csv'), place.read('data.csv')];
    for (const [name, form] of FORMS) {
      place.write('s.csv', form(table));
      place.write('data.csv', form(data));
      const { summary, failures } = await verified(place);
      expect([name, failures, summary.repeated]).toEqual([name, [], true]);
    }
  }, 60_000);
});
