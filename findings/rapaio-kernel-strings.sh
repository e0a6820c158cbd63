#!/bin/sh
# io.github.padreati:rapaio-jupyter-kernel:3.0.1
#
# The Jupyter kernel for Java shows what a cell ends in as HTML, and does not escape it: of the string "a<b and b>c" a browser
# shows "ac". Nothing stands beside it as text/plain, which is there only if it is asked for. SVG, which Jupyter's front ends
# show, is refused as an unknown type.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch only io.github.padreati:rapaio-jupyter-kernel:3.0.1
program <<'JAVA'
import java.util.List;
import org.rapaio.jupyter.kernel.display.DisplaySystem;

class Finding {
    public static void main(String[] args) {
        System.out.println(DisplaySystem.inst().render("a<b and b>c").data());
        System.out.println(DisplaySystem.inst().render("1 < 2 & 3 > 2").data());
        System.out.println(DisplaySystem.inst().render("text/plain", "1 < 2 & 3 > 2").data());
        System.out.println(DisplaySystem.inst().render(new StringBuilder("<i>")).data());
        try {
            System.out.println(DisplaySystem.inst().render("image/svg+xml", "<svg/>").data());
        } catch (IllegalArgumentException refused) {
            System.out.println(refused.getMessage());
        }
    }
}
JAVA
seen <<'SEEN'
{text/html=a<b and b>c}
{text/html=1 < 2 & 3 > 2}
{text/plain=1 < 2 & 3 > 2}
{text/html=<i>}
Unknown mime type: image/svg+xml
SEEN
