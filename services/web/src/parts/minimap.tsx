import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Geometry } from '../map/geometry.ts';
import type { Sight } from '../map/map-source.ts';
import type { MapView } from '../map/map-view.ts';
import { Minimap } from '../map/minimap.ts';

interface MinimapPartProps {
  geometry: Geometry;
  view: MapView;
  /** Where the part leaves what is to be called with each sight. */
  onSight: { current: (sight: Sight) => void };
}

/** Shows while the map is zoomed in; it is for pointers only, since the keyboard has ways of its own. */
export function MinimapPart({ geometry, view, onSight }: MinimapPartProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const minimap = useRef<Minimap | null>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d', { alpha: false });
    if (!element || !context) return;
    const size = { width: element.clientWidth, height: element.clientHeight };
    minimap.current = new Minimap(context, geometry, size, Math.min(3, window.devicePixelRatio || 1));
    onSight.current = ({ visible, isWhole }) => {
      element.classList.toggle('shown', !isWhole);
      if (!isWhole) minimap.current?.paint(visible, view.theme);
    };
    view.repaint();
    return () => {
      onSight.current = () => undefined;
    };
  }, [geometry, view, onSight]);
  const go = (event: PointerEvent): void => {
    if (event.buttons === 0) return;
    const box = canvas.current?.getBoundingClientRect();
    const at = minimap.current?.pointAt(event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0));
    if (at !== undefined) view.centreAt(at.x, at.y);
  };
  return (
    <div aria-hidden="true">
      <canvas ref={canvas} class="minimap" data-testid="minimap" onPointerDown={go} onPointerMove={go} />
    </div>
  );
}
