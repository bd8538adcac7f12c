// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;

namespace PreserveStack.Lab.Reports;

/// <summary>One coordinate system of a drawing.</summary>
/// <param name="Left">Left edge of the plotted area, in pixels.</param>
/// <param name="Top">Its upper edge.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="FromX">The value at its left edge.</param>
/// <param name="ToX">The value at its right edge.</param>
/// <param name="ToY">The value at its upper edge; the lower one is 0.</param>
internal sealed record SvgPanel(double Left, double Top, double Width, double Height, double FromX, double ToX, double ToY)
{
    /// <summary>The classes of everything that a panel draws.</summary>
    public const string Style =
        """
        <style>
        text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',sans-serif;fill:#444}
        .title{font-size:14px;font-weight:600;fill:#222}.tick{font-size:12px;fill:#666}.legend{font-size:13px;fill:#222}
        .grid{stroke:#e6e6e6}.axis{stroke:#999}.dot{font-size:12px;font-weight:600}
        .cut{stroke:#b91c1c;stroke-dasharray:5 4;stroke-width:1.5}.cut-text{font-size:12px;fill:#b91c1c}
        .level{stroke:#111;stroke-width:2}
        .heal{stroke:#777;stroke-dasharray:2 4;stroke-width:1.5}.heal-text{font-size:12px;fill:#777}
        </style>
        """;

    private const int MaxTicks = 6;

    /// <summary>Pixel of a value.</summary>
    public double X(double value) => Left + (Math.Clamp(value, FromX, ToX) - FromX) / (ToX - FromX) * Width;

    /// <summary>Pixel of a value.</summary>
    public double Y(double value) => Top + Height - Math.Clamp(value, 0, ToY) / ToY * Height;

    /// <summary>Frame, grid and numbers.</summary>
    public void AppendAxes(StringBuilder svg, string title, string unitX, string unitY)
    {
        AppendFrame(svg, title, unitX, unitY);
        foreach (var tick in Ticks(FromX, ToX))
        {
            Append(svg, $"<text class='tick' text-anchor='middle' x='{X(tick):0.#}' y='{Top + Height + 18:0.#}'>{tick:0.##}</text>");
        }
    }

    /// <summary>The same with a word under the middle of each of the unit steps from 0 on.</summary>
    public void AppendGroups(StringBuilder svg, string title, IReadOnlyList<string> words, string unitX, string unitY)
    {
        AppendFrame(svg, title, unitX, unitY);
        for (var i = 0; i < words.Count; i++)
        {
            Append(svg, $"<text class='tick' text-anchor='middle' x='{X(i + 0.5):0.#}' y='{Top + Height + 18:0.#}'>{words[i]}</text>");
        }
    }

    private void AppendFrame(StringBuilder svg, string title, string unitX, string unitY)
    {
        Append(svg, $"<text class='title' x='{Left:0.#}' y='{Top - 12:0.#}'>{title}</text>");
        foreach (var tick in Ticks(0, ToY))
        {
            Append(svg, $"<line class='grid' x1='{Left:0.#}' x2='{Left + Width:0.#}' y1='{Y(tick):0.#}' y2='{Y(tick):0.#}'/>");
            Append(svg, $"<text class='tick' text-anchor='end' x='{Left - 8:0.#}' y='{Y(tick) + 4:0.#}'>{tick:0.##}</text>");
        }

        Append(svg, $"<line class='axis' x1='{Left:0.#}' x2='{Left + Width:0.#}' y1='{Top + Height:0.#}' y2='{Top + Height:0.#}'/>");
        Append(svg, $"<text class='tick' text-anchor='end' x='{Left + Width:0.#}' y='{Top + Height + 36:0.#}'>{unitX}</text>");
        Append(svg, $"<text class='tick' text-anchor='end' x='{Left - 8:0.#}' y='{Top - 12:0.#}'>{unitY}</text>");
    }

    /// <summary>A bar from 0 to a value.</summary>
    public void AppendBar(StringBuilder svg, double fromX, double toX, double value, string colour)
        => Append(svg, $"<rect x='{X(fromX):0.#}' y='{Y(value):0.#}' width='{X(toX) - X(fromX):0.#}' height='{Top + Height - Y(value):0.#}' fill='{colour}'/>");

    /// <summary>A short horizontal line at a value.</summary>
    public void AppendLevel(StringBuilder svg, double fromX, double toX, double value)
        => Append(svg, $"<line class='level' x1='{X(fromX):0.#}' x2='{X(toX):0.#}' y1='{Y(value):0.#}' y2='{Y(value):0.#}'/>");

    /// <summary>A curve of steps: nothing arrives between two points.</summary>
    public void AppendSteps(StringBuilder svg, IEnumerable<(double X, double Y)> points, string colour)
    {
        var path = new StringBuilder();
        double lastX = double.NaN, lastY = double.NaN;
        foreach (var (valueX, valueY) in points)
        {
            var x = Math.Round(X(valueX), 1);
            var y = Math.Round(Y(valueY), 1);
            if (path.Length == 0)
            {
                Append(path, $"M{x} {y}");
            }
            else if (x != lastX || y != lastY)
            {
                Append(path, $"H{x}V{y}");
            }

            (lastX, lastY) = (x, y);
        }

        Append(svg, $"<path fill='none' stroke='{colour}' stroke-width='2.2' stroke-linejoin='round' d='{path}'/>");
    }

    /// <summary>A vertical line with a word at its top.</summary>
    public void AppendMark(StringBuilder svg, double value, string kind, string text)
    {
        if (value < FromX || value > ToX)
        {
            return;
        }

        Append(svg, $"<line class='{kind}' x1='{X(value):0.#}' x2='{X(value):0.#}' y1='{Top:0.#}' y2='{Top + Height:0.#}'/>");
        Append(svg, $"<text class='{kind}-text' x='{X(value) + 5:0.#}' y='{Top + 12:0.#}'>{text}</text>");
    }

    /// <summary>A dot on a curve with a word beside it.</summary>
    public void AppendDot(StringBuilder svg, double x, double y, string colour, string text)
    {
        if (x < FromX || x > ToX)
        {
            return;
        }

        Append(svg, $"<circle cx='{X(x):0.#}' cy='{Y(y):0.#}' r='5' fill='#fff' stroke='{colour}' stroke-width='2.5'/>");
        Append(svg, $"<text class='dot' style='fill:{colour}' x='{X(x) + 10:0.#}' y='{Y(y) + 16:0.#}'>{text}</text>");
    }

    /// <summary>Appends with numbers as every reader expects them.</summary>
    public static void Append(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<double> Ticks(double from, double to)
    {
        var rough = (to - from) / MaxTicks;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.Select(factor => factor * magnitude).First(candidate => candidate >= rough * 0.999);
        for (var tick = Math.Ceiling(from / step) * step; tick <= to * 1.0001; tick += step)
        {
            yield return Math.Round(tick, 6);
        }
    }
}
