import type { ComponentChildren, JSX } from 'preact';
import { goTo } from '../router.ts';

interface LinkProps {
  to: string;
  class?: string;
  label?: string;
  children: ComponentChildren;
}

/** A link within the page; with a modifier key it opens as links do. */
export function Link({ to, label, children, ...rest }: LinkProps): JSX.Element {
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(to);
  };
  return (
    <a href={to} aria-label={label} onClick={follow} {...rest}>
      {children}
    </a>
  );
}
