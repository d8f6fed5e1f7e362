import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme'
import RequestPicture from './RequestPicture.vue'
import './style.css'

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('RequestPicture', RequestPicture)
  },
}

export default theme
