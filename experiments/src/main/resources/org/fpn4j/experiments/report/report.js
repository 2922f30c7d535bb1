(function () {
  'use strict';
  // Okabe and Ito's palette and two of Tol's, the second list lightened for dark paper
  const SCHEMES = {
    light: {
      ink: '#1b1f24', quiet: '#57606a', grid: '#e4e8ec', paper: '#ffffff',
      series: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#882255', '#7f7f1f'],
    },
    dark: {
      ink: '#e4e7eb', quiet: '#9aa4ae', grid: '#2b3138', paper: '#14171a',
      series: ['#4da3db', '#f08a3c', '#2cc79a', '#e3a3c8', '#f2b632', '#8bd0f5', '#d0729f', '#c9c95c'],
    },
  };
  const SYMBOLS = ['circle', 'triangle', 'rect', 'rectRot', 'star', 'crossRot', 'cross'];
  const DASHES = [[], [6, 3], [1.5, 2.5], [9, 3, 2, 3], [12, 4], [4, 2, 1, 2, 1, 2]];
  const charts = JSON.parse(document.getElementById('chart-data').textContent);
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  let drawn = [];

  /** Moves single runs aside, where the mean does not hide them. */
  const aside = {
    id: 'aside',
    beforeDatasetDraw(chart, args) {
      chart.ctx.save();
      if (chart.data.datasets[args.index].mark === 'RUN') {
        chart.ctx.translate(11, 0);
      }
    },
    afterDatasetDraw(chart) {
      chart.ctx.restore();
    },
  };

  const whiskers = {
    id: 'whiskers',
    beforeDatasetDraw(chart, args) {
      const dataset = chart.data.datasets[args.index];
      if (dataset.mark !== 'MEAN') {
        return;
      }
      const { ctx, scales: { x, y } } = chart;
      ctx.save();
      ctx.strokeStyle = dataset.borderColor;
      ctx.lineWidth = 1.5;
      for (const point of dataset.data) {
        if (point.low === undefined) {
          continue;
        }
        const middle = x.getPixelForValue(point.x);
        const ends = [y.getPixelForValue(point.low), y.getPixelForValue(point.high)];
        ctx.beginPath();
        ctx.moveTo(middle, ends[0]);
        ctx.lineTo(middle, ends[1]);
        for (const end of ends) {
          ctx.moveTo(middle - 4, end);
          ctx.lineTo(middle + 4, end);
        }
        ctx.stroke();
      }
      ctx.restore();
    },
  };

  function dataset(series, scheme) {
    const colour = scheme.series[series.style % scheme.series.length];
    const line = series.mark === 'LINE' || series.mark === 'MARKED_LINE';
    return {
      label: series.label,
      mark: series.mark,
      data: series.points.map(([x, y, low, high]) => ({ x, y, low, high })),
      showLine: line,
      borderColor: series.mark === 'RUN' ? colour + 'b0' : colour,
      borderWidth: line ? 1.6 : 1.4,
      borderDash: line ? DASHES[series.style % DASHES.length] : [],
      backgroundColor: series.mark === 'RUN' ? 'transparent' : colour,
      pointStyle: series.mark === 'LINE' ? 'line' : SYMBOLS[series.style % SYMBOLS.length],
      pointRadius: { MEAN: 4.5, RUN: 2.5, LINE: 0, MARKED_LINE: 2.5 }[series.mark],
      pointHoverRadius: { MEAN: 6, RUN: 4, LINE: 3, MARKED_LINE: 4 }[series.mark],
      pointHitRadius: 8,
      order: series.mark === 'RUN' ? 1 : 0,
    };
  }

  function axis(title, scheme) {
    return {
      type: 'linear',
      title: { display: title !== '', text: title, color: scheme.quiet },
      grid: { color: scheme.grid },
      border: { color: scheme.quiet },
      ticks: { color: scheme.quiet, maxTicksLimit: 7, includeBounds: false },
    };
  }

  function hasLines(chart) {
    return chart.series.some((series) => series.mark === 'LINE' || series.mark === 'MARKED_LINE');
  }

  function xAxis(chart, scheme) {
    const scale = axis(chart.xTitle, scheme);
    if (chart.categories.length > 0) {
      scale.min = -0.5;
      scale.max = chart.categories.length - 0.5;
      scale.grid.display = false;
      scale.afterBuildTicks = (built) => { built.ticks = chart.categories.map((name, value) => ({ value })); };
      scale.ticks.callback = (value) => chart.categories[value];
      scale.ticks.color = scheme.ink;
    } else if (hasLines(chart)) {
      scale.min = 0;
      scale.max = Math.max(...chart.series.flatMap((series) => series.points.map((point) => point[0])));
    } else {
      scale.grace = '10%';
    }
    return scale;
  }

  /** Room for symbols and for the ends of whiskers, which the library does not know. */
  function yAxis(chart, scheme) {
    const scale = axis(chart.yTitle, scheme);
    if (chart.range.length > 0) {
      [scale.min, scale.max] = chart.range;
    } else if (hasLines(chart)) {
      scale.beginAtZero = true;
    } else {
      const values = chart.series.flatMap((series) => series.points.flatMap((point) => point.slice(1)));
      const room = 0.08 * (Math.max(...values) - Math.min(...values));
      scale.suggestedMin = Math.min(...values) - room;
      scale.suggestedMax = Math.max(...values) + room;
    }
    return scale;
  }

  /** One entry for all series of a label: the first that is not a single run. */
  function isLegend(item, data) {
    const first = data.datasets.findIndex((each) => each.label === item.text && each.mark !== 'RUN');
    return item.datasetIndex === first;
  }

  /** The library's own entries know colour and symbol alone. */
  function withDashes(chart) {
    return Chart.defaults.plugins.legend.labels.generateLabels(chart).map((item) => {
      const shown = chart.data.datasets[item.datasetIndex];
      return shown.mark === 'LINE' ? { ...item, lineDash: shown.borderDash, lineWidth: 1.6 } : item;
    });
  }

  function toggle(event, item, legend) {
    const chart = legend.chart;
    const visible = chart.isDatasetVisible(item.datasetIndex);
    chart.data.datasets.forEach((each, index) => {
      if (each.label === item.text) {
        chart.setDatasetVisibility(index, !visible);
      }
    });
    chart.update();
  }

  function options(chart, scheme) {
    return {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      devicePixelRatio: Math.max(2, window.devicePixelRatio || 1),
      scales: { x: xAxis(chart, scheme), y: yAxis(chart, scheme) },
      plugins: {
        legend: {
          display: new Set(chart.series.map((series) => series.label)).size > 1,
          position: 'bottom',
          onClick: toggle,
          labels: {
            color: scheme.ink,
            usePointStyle: true,
            pointStyleWidth: chart.series.some((series) => series.mark === 'LINE') ? 32 : undefined,
            boxHeight: 7,
            filter: isLegend,
            generateLabels: withDashes,
          },
        },
        tooltip: {
          callbacks: {
            title: () => '',
            label: ({ dataset: { label }, raw }) => label + ': ' + describe(chart, raw),
          },
        },
      },
    };
  }

  function describe(chart, point) {
    const spread = point.low === undefined ? '' : ' \u00b1 ' + ((point.high - point.low) / 2).toPrecision(2);
    const value = chart.yTitle + ' ' + Number(point.y.toPrecision(4)) + spread;
    return chart.categories.length > 0 ? value : value + ' at ' + chart.xTitle + ' ' + Number(point.x.toPrecision(6));
  }

  function draw(scheme) {
    drawn.forEach((each) => each.destroy());
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    drawn = charts.map((chart) => new Chart(document.getElementById('chart-' + chart.id), {
      type: 'scatter',
      data: { datasets: chart.series.map((series) => dataset(series, scheme)) },
      options: options(chart, scheme),
      plugins: [aside, whiskers],
    }));
  }

  function drawForScreen() {
    draw(dark.matches ? SCHEMES.dark : SCHEMES.light);
  }

  dark.addEventListener('change', drawForScreen);
  window.addEventListener('beforeprint', () => draw(SCHEMES.light));
  window.addEventListener('afterprint', drawForScreen);
  drawForScreen();
}());
