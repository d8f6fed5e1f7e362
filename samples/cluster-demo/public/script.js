// The countdown, local times and live events. Everything else works without this file.

const inLocalTime = (root) => {
  for (const time of root.querySelectorAll('time[datetime]')) {
    time.title = time.dateTime
    time.textContent = new Date(time.dateTime).toLocaleTimeString('en-GB')
  }
}

const countDown = (element) => {
  const end = performance.now() + Number(element.dataset.countdown)
  const bar = element.querySelector('progress')
  const text = element.querySelector('[data-left]')
  const show = () => {
    const left = Math.max(0, end - performance.now())
    const seconds = Math.ceil(left / 1000)
    bar.value = left
    text.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    if (left === 0) clearInterval(timer)
  }
  const timer = setInterval(show, 250)
  show()
}

const rowOf = (list, event) => {
  const known = list.querySelector(`[data-key="${CSS.escape(event.key)}"]`)
  if (known) return known
  const blank = document.querySelector('template').content.cloneNode(true)
  const row = blank.querySelector('li')
  const part = (name) => row.querySelector(`[data-part="${name}"]`)
  row.dataset.key = event.key
  row.className = 'fresh'
  part('time').firstElementChild.dateTime = event.time
  part('type').textContent = part('type').dataset.type = event.type
  part('handle').firstElementChild.textContent = `${event.handle.slice(0, 8)}…`
  part('handle').firstElementChild.title = event.handle
  part('who').textContent = event.who
  inLocalTime(row)
  // Two streams and their replays: what happened first may arrive last.
  const older = [...list.children].find((other) => timeOf(other) <= timeOf(row))
  list.insertBefore(row, older ?? null)
  while (list.children.length > Number(list.dataset.most)) list.lastElementChild.remove()
  return row
}

const timeOf = (row) => row.querySelector('time').dateTime

const showEvent = (list, event) => {
  const row = rowOf(list, event)
  const heard = row.querySelector(`.heard[data-node="${CSS.escape(event.node)}"]`)
  heard.querySelector('i').textContent = event.where
  heard.classList.toggle('local', event.where === 'local')
  markSessions(event)
}

/** The list of sessions was true when the page was made. */
const markSessions = (event) => {
  const sessions = document.querySelector('[data-sessions]')
  if (!sessions) return
  const row = (handle) => sessions.querySelector(`[data-handle="${CSS.escape(handle)}"]`)
  if (event.ends) row(event.handle)?.setAttribute('data-over', '')
  const isNews = !event.ends && !row(event.handle) && event.time > sessions.dataset.sessions
  if (isNews) document.querySelector('[data-changed]').textContent = 'There is news'
}

const watch = (list) => {
  const state = document.querySelector('[data-stream]')
  const paths = list.dataset.events.split(' ').filter(Boolean)
  let streams = []
  let hasEnded = false

  const showState = () => {
    const isOpen = (_path, index) => streams[index]?.readyState === EventSource.OPEN
    const silent = paths.filter((path, index) => !isOpen(path, index))
    const names = silent.map((path) => path.split('/')[2]).join(' and ')
    state.textContent = hasEnded ? '' : names === '' ? '● live' : `○ waiting for ${names}`
  }
  const stop = () => {
    for (const stream of streams) stream.close()
    streams = []
  }
  const end = () => {
    hasEnded = true
    stop()
    showState()
    document.querySelector('[data-ended]').hidden = false
    document.body.dataset.over = ''
  }
  const open = (path) => {
    const stream = new EventSource(path)
    stream.onmessage = ({ data }) => showEvent(list, JSON.parse(data))
    stream.onopen = showState
    stream.onerror = showState
    stream.addEventListener('ended', end)
    return stream
  }
  const start = () => {
    if (hasEnded || streams.length > 0 || document.hidden) return
    streams = paths.map(open)
    showState()
  }
  // A browser opens six connections to a server: pages that nobody sees, or leaves, give theirs back.
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : start()))
  addEventListener('beforeunload', stop)
  if (paths.length > 0) start()
}

inLocalTime(document)
for (const element of document.querySelectorAll('[data-countdown]')) countDown(element)
for (const list of document.querySelectorAll('[data-events]')) watch(list)
// A page from the browser's own memory shows a session as it was.
addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
