const linesMax = 12;
const lineLengthMax = 300;

/** Passes on the first lines of what processes under load print: a fault repeated thousands of times tells no more. */
export function createRunLog(write: (line: string) => void): (line: string) => void {
  let lines = 0;
  return (line) => {
    lines++;
    if (lines <= linesMax) write(line.slice(0, lineLengthMax));
    else if (lines === linesMax + 1) write('… and more of the like');
  };
}
