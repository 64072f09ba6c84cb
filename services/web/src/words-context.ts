import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { createWords, type Words } from './messages/format.ts';

export const WordsContext = createContext<Words>(createWords('en'));

/** The page's words in the chosen language. */
export function useWords(): Words {
  return useContext(WordsContext);
}
