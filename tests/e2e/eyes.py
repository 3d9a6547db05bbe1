"""What the sweep asks of a page in the browser, in the browser's own language."""

# Menus lie over what is below them and are opened one at a time (sweep.py).
UNFOLD = (
    """document.querySelectorAll('main details:not(.more)').forEach(one => { one.open = true })"""
)

EMPTY_AND_SEND = """() => {
    const buttons = ['.btn--primary', '[type=submit]', '.btn'].map(kind => `main form[method=post] ${kind}`)
    const button = buttons.map(one => document.querySelector(one)).find(Boolean)
    for (const field of button.form.elements) {
        if (['radio', 'checkbox'].includes(field.type)) field.checked = false
        else if (['text', 'email', 'url', 'number', 'textarea'].includes(field.type)) field.value = ''
    }
    button.form.requestSubmit(button)
}"""

# The first elements that stand out of the page on the right.
TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= room) return []
    const wide = [...document.querySelectorAll('body *')].filter(
        one => one.getBoundingClientRect().right > room + 1)
    return wide.slice(0, 5).map(one => `${one.tagName}.${one.getAttribute('class') || ''}`)
}"""

# Words inside pictures, which axe cannot judge. WCAG 1.4.3 asks for 4.5, or 3 for words of 24 px and bold ones of 18.66 px.
FAINT_WORDS = """() => {
    const numbers = colour => colour.match(/[\\d.]+/g).map(Number)
    const light = colour => numbers(colour).slice(0, 3).map(part => part / 255)
        .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
        .reduce((sum, part, index) => sum + part * [.2126, .7152, .0722][index], 0)
    const isFilled = colour => colour.startsWith('rgb') && (numbers(colour)[3] ?? 1) === 1
    const below = (one, x, y) => {
        for (const shape of document.elementsFromPoint(x, y)) {
            if (shape === one || shape.matches('text, tspan')) continue
            const style = getComputedStyle(shape)
            const colour = shape instanceof SVGElement && shape.tagName !== 'svg'
                ? style.fill : style.backgroundColor
            if (isFilled(colour)) return colour
        }
        return getComputedStyle(document.body).backgroundColor
    }
    const faint = []
    for (const one of document.querySelectorAll('main svg text')) {
        one.scrollIntoView({block: 'center'})
        const box = one.getBoundingClientRect()
        if (!box.width) continue
        const style = getComputedStyle(one)
        if (style.opacity === '0' || style.visibility === 'hidden') continue
        const ground = below(one, box.x + box.width / 2, box.y + box.height / 2)
        const [low, high] = [light(style.fill), light(ground)].sort((a, b) => a - b)
        const scale = one.ownerSVGElement.getScreenCTM().a, size = parseFloat(style.fontSize) * scale
        const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700)
        const ratio = (high + .05) / (low + .05)
        if (ratio < (isLarge ? 3 : 4.5))
            faint.push(`${one.textContent.trim()} ${style.fill} on ${ground}: ${ratio.toFixed(2)}`)
    }
    return faint
}"""
