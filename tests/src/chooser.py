# Answers the system's file chooser that opens on this screen: types a path into it, presses Enter, and ends when it is gone.
# The page's driver reaches the page only; the chooser is a window of the system, and hears the X server's own keys.
import ctypes as c
import signal
import sys

NOTIFY, MAP, UNMAP, DESTROY, VIEWABLE = 1 << 19, 19, 18, 17, 2


class Attributes(c.Structure):
    _fields_ = [(n, c.c_int) for n in ("x", "y", "width", "height", "border", "depth")] + [
        ("visual", c.c_void_p), ("root", c.c_ulong)] + [
        (n, c.c_int) for n in ("kind", "bit_gravity", "win_gravity", "backing")] + [
        ("planes", c.c_ulong), ("pixel", c.c_ulong), ("under", c.c_int), ("colormap", c.c_ulong),
        ("installed", c.c_int), ("state", c.c_int), ("all_mask", c.c_long), ("mask", c.c_long), ("no_mask", c.c_long),
        ("redirect", c.c_int), ("screen", c.c_void_p)]


class Event(c.Structure):
    _fields_ = [("type", c.c_int), ("serial", c.c_ulong), ("sent", c.c_int), ("display", c.c_void_p),
                ("event", c.c_ulong), ("window", c.c_ulong), ("rest", c.c_long * 24)]


X, T = c.CDLL("libX11.so.6"), c.CDLL("libXtst.so.6")
X.XOpenDisplay.restype = c.c_void_p
X.XDefaultRootWindow.restype = X.XInternAtom.restype = X.XStringToKeysym.restype = c.c_ulong
X.XkbKeycodeToKeysym.restype = c.c_ulong
signal.alarm(60)
display = c.c_void_p(X.XOpenDisplay(None))
root = c.c_ulong(X.XDefaultRootWindow(display))
kind = c.c_ulong(X.XInternAtom(display, b"_NET_WM_WINDOW_TYPE", 0))
dialog = X.XInternAtom(display, b"_NET_WM_WINDOW_TYPE_DIALOG", 0)
# A window that goes between two questions is no fault of ours.
KEPT = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p)(lambda *_: 0)
X.XSetErrorHandler(KEPT)


def is_chooser(window):
    seen = Attributes()
    if not X.XGetWindowAttributes(display, c.c_ulong(window), c.byref(seen)) or seen.state != VIEWABLE:
        return False
    found, form, n, after, data = c.c_ulong(), c.c_int(), c.c_ulong(), c.c_ulong(), c.POINTER(c.c_ulong)()
    X.XGetWindowProperty(display, c.c_ulong(window), kind, 0, 8, 0, c.c_ulong(4), c.byref(found), c.byref(form),
                         c.byref(n), c.byref(after), c.byref(data))
    return dialog in [data[i] for i in range(n.value)]


def there():
    of, parent, all_, n = c.c_ulong(), c.c_ulong(), c.POINTER(c.c_ulong)(), c.c_uint()
    X.XQueryTree(display, root, c.byref(of), c.byref(parent), c.byref(all_), c.byref(n))
    return next((all_[i] for i in range(n.value) if is_chooser(all_[i])), None)


def key(code, down):
    T.XTestFakeKeyEvent(display, c.c_uint(code), c.c_int(down), c.c_ulong(0))


def code_of(sym):
    return X.XKeysymToKeycode(display, c.c_ulong(sym))


SHIFT, CONTROL, ENTER = code_of(0xFFE1), code_of(0xFFE3), code_of(0xFF0D)


def press(code, held=None):
    for one in [held] if held else []:
        key(one, True)
    key(code, True)
    key(code, False)
    for one in [held] if held else []:
        key(one, False)


def until(kinds, done):
    event = Event()
    while not done():
        X.XNextEvent(display, c.byref(event))
        while event.type not in kinds:
            X.XNextEvent(display, c.byref(event))


X.XSelectInput(display, root, c.c_long(NOTIFY))
until((MAP,), there)
chooser = there()
before, back = c.c_ulong(), c.c_int()
X.XGetInputFocus(display, c.byref(before), c.byref(back))
X.XSetInputFocus(display, c.c_ulong(chooser), 2, c.c_ulong(0))
press(code_of(ord("a")), CONTROL)
for letter in sys.argv[1]:
    code = code_of(ord(letter))
    plain = X.XkbKeycodeToKeysym(display, c.c_ubyte(code), 0, 0)
    press(code, None if plain == ord(letter) else SHIFT)
press(ENTER)
X.XSync(display, 0)
until((UNMAP, DESTROY), lambda: not is_chooser(chooser))
X.XSetInputFocus(display, before, back, c.c_ulong(0))
X.XSync(display, 0)
