import { fileText } from '../file-text.ts';
import { arenaShow } from './arena/show.ts';
import type { DemoShow } from './demo-show.ts';
import { gridShow } from './grid.ts';
import { theatreShow } from './theatre/show.ts';

/** The texts of the demo shows' files, by file name. Always the same. */
export function demoFiles(): ReadonlyMap<string, string> {
  return new Map([gridShow(), theatreShow(), arenaShow()].flatMap(filesOf));
}

function filesOf({ file, show, layout }: DemoShow): [name: string, text: string][] {
  const layoutName = `${file}.layout.json`;
  return [
    [
      `${file}.show.json`,
      fileText({
        $schema: schemaOf('show'),
        format: 'onsale-show/1',
        ...show,
        layout: layoutName,
      }),
    ],
    [layoutName, fileText({ $schema: schemaOf('layout'), ...layout })],
  ];
}

function schemaOf(kind: 'layout' | 'show'): string {
  return `../../packages/contracts/schemas/${kind}.schema.json`;
}
