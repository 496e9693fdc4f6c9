import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useTheme } from '../theme/theme';
import { say, text } from '../messages/messages';
import { formatClock, formatNumber } from '../ui/format';

interface UsageChartProps {
  title: string;
  /** Seconds since 1970. */
  times: number[];
  values: number[];
  limit: number;
}

const height = 180;

/** One value over the last ten minutes. A part of its own, since the drawing library is loaded only for it. */
export default function UsageChart({ title, times, values, limit }: UsageChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const theme = useTheme();
  useEffect(() => {
    const parent = box.current;
    if (!parent) return;
    const created = new uPlot(options(parent.clientWidth), [[], []], parent);
    chart.current = created;
    const observer = new ResizeObserver(() => created.setSize({ width: parent.clientWidth, height }));
    observer.observe(parent);
    return () => {
      observer.disconnect();
      created.destroy();
    };
  }, [theme]);
  useEffect(() => {
    chart.current?.setData([times, values]);
  }, [times, values, theme]);
  const label = say(text.container.usageNow, {
    title,
    used: formatNumber(values.at(-1) ?? 0),
    limit: formatNumber(limit),
  });
  return (
    <figure className="chart">
      <figcaption>{label}</figcaption>
      <div ref={box} role="img" aria-label={label} />
    </figure>
  );
}

function options(width: number): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis: uPlot.Axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 } };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { range: (_, __, max) => [max - 600, max] },
      y: { range: (_, __, max) => [0, Math.max(max * 1.1, 0.01)] },
    },
    axes: [
      { ...axis, values: (_, seconds) => seconds.map((each) => formatClock(each * 1000).slice(0, 5)) },
      { ...axis, size: 60 },
    ],
    series: [{}, { stroke: colour('--accent'), width: 1.5, spanGaps: false }],
  };
}
